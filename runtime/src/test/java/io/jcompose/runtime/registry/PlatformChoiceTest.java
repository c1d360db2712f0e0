package io.jcompose.runtime.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.manifest.Descriptor;
import io.jcompose.runtime.manifest.Digest;
import io.jcompose.runtime.manifest.Document;
import io.jcompose.runtime.manifest.MediaTypes;
import io.jcompose.runtime.manifest.Platform;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlatformChoiceTest {
    private static Descriptor entry(String name, @Nullable Platform platform) {
        return new Descriptor(MediaTypes.OCI_MANIFEST, Digest.of(name.getBytes(StandardCharsets.UTF_8)), 7, platform);
    }

    private static Document.Index index(Descriptor... entries) {
        return new Document.Index(MediaTypes.OCI_INDEX, Arrays.asList(entries));
    }

    private final Descriptor amd = entry("amd", new Platform("linux", "amd64", ""));
    private final Descriptor arm6 = entry("arm6", new Platform("linux", "arm", "v6"));
    private final Descriptor arm7 = entry("arm7", new Platform("linux", "arm", "v7"));
    private final Descriptor unsaid = entry("unsaid", null);
    private final Descriptor attestation = entry("att", new Platform("unknown", "unknown", ""));

    @Test
    void theOneForThePlatformIsTaken() throws ContainerException {
        assertThat(PlatformChoice.choose(index(arm6, arm7, amd), new Platform("linux", "amd64", "")))
                .isEqualTo(amd);
    }

    @Test
    void theSameVariantIsBetterThanAnother() throws ContainerException {
        assertThat(PlatformChoice.choose(index(arm6, arm7), new Platform("linux", "arm", "v7")))
                .isEqualTo(arm7);
    }

    @Test
    void anOlderArmIsRunAndTheNearestIsTaken() throws ContainerException {
        Platform unsaidArm = new Platform("linux", "arm", "");
        Descriptor arm5 = entry("arm5", new Platform("linux", "arm", "v5"));
        assertThat(PlatformChoice.choose(index(arm5, arm6, arm7), unsaidArm)).isEqualTo(arm7);
        assertThat(PlatformChoice.choose(index(arm5, arm6), unsaidArm)).isEqualTo(arm6);
        assertThat(PlatformChoice.choose(index(arm5, arm7), new Platform("linux", "arm", "v6")))
                .isEqualTo(arm5);
        assertThatThrownBy(() -> PlatformChoice.choose(index(arm7), new Platform("linux", "arm", "v6")))
                .hasMessageContaining("there is none for linux/arm/v6");
        Descriptor arm64 = entry("arm64", new Platform("linux", "arm64", "v8"));
        assertThat(PlatformChoice.choose(index(arm7, arm64), new Platform("linux", "arm64", "")))
                .isEqualTo(arm64);
    }

    @Test
    void oneThatSaysNothingIsTheLastChoice() throws ContainerException {
        assertThat(PlatformChoice.choose(index(unsaid, amd), new Platform("linux", "amd64", "")))
                .isEqualTo(amd);
        assertThat(PlatformChoice.choose(index(unsaid, arm6), new Platform("linux", "amd64", "")))
                .isEqualTo(unsaid);
    }

    @Test
    void thereBeingNoneIsSaidWithWhatThereIs() {
        assertThatThrownBy(
                        () -> PlatformChoice.choose(index(arm6, arm7, attestation), new Platform("linux", "amd64", "")))
                .hasMessage("there is none for linux/amd64; there is one for linux/arm/v6, linux/arm/v7");
        assertThatThrownBy(() -> PlatformChoice.choose(index(), new Platform("linux", "amd64", "")))
                .hasMessage("there is none for linux/amd64; there is one for no platform at all");
    }

    @Test
    void aForeignPlatformIsRefused() throws ContainerException {
        assertThatThrownBy(() -> PlatformChoice.wanted("linux/s390x"))
                .hasMessageStartingWith("it is asked for linux/s390x, which this host cannot run: it is a linux/");
        assertThat(PlatformChoice.wanted(null)).isEqualTo(Platform.host());
        byte[] config = "{\"os\":\"linux\",\"architecture\":\"s390x\"}".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> PlatformChoice.check(config, new Platform("linux", "amd64", "")))
                .hasMessage("it is for linux/s390x only, and not for linux/amd64");
    }
}
