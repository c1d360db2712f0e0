package io.jcompose.runtime.build.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.runtime.ContainerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternsTest {
    @ParameterizedTest
    @CsvSource({
        "**,file,true",
        "**,dir/file,true",
        "**/,file,true",
        "**/file,file,true",
        "**/file,a/b/file,true",
        "**/file,a/bfile,false",
        "**/f*,a/file,true",
        "a/**,a/b/c,true",
        "a/**,a,false",
        "a/**/b,a/b,true",
        "a/**/b,a/x/y/b,true",
        "a/**/b,a/xb,false",
        "**/**/*.txt,x/y.txt,true",
        "*.txt,a.txt,true",
        "*.txt,a/b.txt,false",
        "a?c,abc,true",
        "a?c,a/c,false",
        "a[b-d]e,ace,true",
        "a[b-d]e,aee,false",
        "a[^b]c,abc,false",
        "a[^b]c,axc,true",
        "a\\*c,a*c,true",
        "a\\*c,abc,false",
        ".*,.git,true",
        "a.c,abc,false",
        "abc.def,abcdef,false"
    })
    void patternsMatchAsInDocker(String pattern, String path, boolean expected) {
        assertThat(new PathPattern(pattern).matches(path)).isEqualTo(expected);
    }

    @Test
    void noPatternTakesLong() {
        PathPattern stars = new PathPattern("**/*a".repeat(50) + "b");
        assertThat(stars.matches("a".repeat(4_000))).isFalse();
    }

    private static boolean ignores(String file, String path) throws ContainerException {
        return IgnorePatterns.read(".dockerignore", file).ignores(path);
    }

    @ParameterizedTest
    @CsvSource({
        "target,target/a/b,true",
        "/target/,target/a,true",
        "./x/../target,target,true",
        "*/temp*,a/temporary.txt,true",
        "*/temp*,a/b/temporary.txt,false",
        "target,src/target,false",
        "'# a comment',# a comment,false"
    })
    void aPathIsLeftOutWithItsDirectory(String line, String path, boolean expected) throws ContainerException {
        assertThat(ignores(line, path)).isEqualTo(expected);
    }

    @Test
    void theLastPatternThatFitsDecides() throws ContainerException {
        String file = "*.md\n!README*.md\nREADME-secret.md\n";
        assertThat(ignores(file, "a.md")).isTrue();
        assertThat(ignores(file, "README.md")).isFalse();
        assertThat(ignores(file, "README-secret.md")).isTrue();
        assertThat(ignores("**\n!keep/this\n", "keep/this/file")).isFalse();
        assertThat(ignores("**\n!keep/this\n", "keep/that")).isTrue();
    }

    @Test
    void badPatternsHaveAPlace() {
        assertThatThrownBy(() -> ignores("ok\n[a\n", "x")).hasMessageContaining(".dockerignore:2:1: the pattern '[a'");
        assertThatThrownBy(() -> ignores("!\n", "x")).hasMessageContaining(".dockerignore:1:1: '!'");
    }

    @Test
    void dotsAreTakenOutOfPaths() {
        assertThat(RelativePath.cleaned("/a/./b//../c/")).isEqualTo("a/c");
        assertThat(RelativePath.cleaned("../..")).isEmpty();
        assertThat(RelativePath.leadsOut("a/../../b")).isTrue();
        assertThat(RelativePath.leadsOut("a/../b")).isFalse();
    }
}
