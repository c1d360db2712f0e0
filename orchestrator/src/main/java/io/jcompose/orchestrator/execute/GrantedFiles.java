package io.jcompose.orchestrator.execute;

import io.jcompose.orchestrator.secret.SecretStore;
import io.jcompose.runtime.GrantedFile;
import io.jcompose.spec.Service;
import io.jcompose.spec.grant.Grant;
import io.jcompose.spec.grant.Grants;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a service is granted, with the contents. */
final class GrantedFiles {
    private final SecretStore store;

    GrantedFiles(SecretStore store) {
        this.store = store;
    }

    List<GrantedFile> of(Service service) throws IOException {
        return of(Grants.of(service));
    }

    List<GrantedFile> of(List<Grant> grants) throws IOException {
        List<GrantedFile> files = new ArrayList<>();
        for (Grant grant : grants) {
            String digest = grant.digest();
            if (digest != null) {
                files.add(new GrantedFile(
                        grant.target(), grant.uid(), grant.gid(), grant.mode(), content(grant, digest)));
            }
        }
        return files;
    }

    private byte[] content(Grant grant, String digest) throws IOException {
        try {
            return store.content(digest);
        } catch (IOException e) {
            throw new IOException("cannot read " + grant.text() + ": " + e.getMessage(), e);
        }
    }
}
