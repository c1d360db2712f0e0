package io.jcompose.runtime.archive;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.archive.ArchiveFile.Member;
import io.jcompose.runtime.image.ImageSource;
import io.jcompose.runtime.manifest.Descriptor;
import io.jcompose.runtime.manifest.Digest;
import java.io.InputStream;
import java.util.Map;

/** One image of an archive: its manifest, as it stands there or as it was made of what stands there, and its blobs. */
final class ArchiveSource implements ImageSource {
    private final ArchiveFile file;
    private final byte[] manifest;
    private final Map<Digest, Member> blobs;
    private final boolean madeUp;

    /** @param blobs where the blobs of the manifest are; those that are missing lie in {@code blobs/sha256} */
    private ArchiveSource(ArchiveFile file, byte[] manifest, Map<Digest, Member> blobs, boolean madeUp) {
        this.file = file;
        this.manifest = manifest;
        this.blobs = Map.copyOf(blobs);
        this.madeUp = madeUp;
    }

    /** With the manifest as the archive has it. */
    static ArchiveSource whole(ArchiveFile file, byte[] manifest) {
        return new ArchiveSource(file, manifest, Map.of(), false);
    }

    /** With a manifest that was made of what the archive says. */
    static ArchiveSource madeUp(ArchiveFile file, byte[] manifest, Map<Digest, Member> blobs) {
        return new ArchiveSource(file, manifest, blobs, true);
    }

    @Override
    public boolean isManifestMadeUp() {
        return madeUp;
    }

    @Override
    public byte[] manifest() {
        return manifest.clone();
    }

    @Override
    public InputStream open(Descriptor blob, long offset) throws ContainerException {
        Member member = blobs.get(blob.digest());
        if (member == null) {
            member = file.member(OciLayout.blob(blob.digest()));
        }
        if (member.size() < blob.size()) {
            throw new ContainerException("blob " + blob.digest() + " of the archive has " + member.size()
                    + " bytes, and its manifest says " + blob.size());
        }
        return file.open(member, offset);
    }
}
