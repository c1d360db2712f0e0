package io.jcompose.spec.lint;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** A password that everybody reads who reads the file. */
final class LiteralSecret implements Rule {
    private static final About ABOUT = new About(
            "literal-secret",
            Level.WARNING,
            "secrets written into the file",
            "whoever can read the file, its history or the list of containers knows the secret");

    @Override
    public About about() {
        return ABOUT;
    }

    /** Words that end the names of secrets; KEY alone would be too many. */
    private static final Pattern NAME = Pattern.compile(
            "(?i).*(PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|CREDENTIALS?|(?<!PUBLIC)[_-]KEY|APIKEY|^KEY|KEY_BASE)");

    private static final Set<String> SWITCHES = Set.of("", "true", "false", "yes", "no", "on", "off", "0", "1");

    @Override
    public void check(Subject subject, Report report) {
        subject.eachWritten((path, service) -> {
            look(Assignment.of(service, path, "environment"), report);
            look(Assignment.of(service.map("build"), path + ".build", "args"), report);
        });
    }

    private static void look(List<Assignment> assignments, Report report) {
        for (Assignment assignment : assignments) {
            boolean literal = assignment.value().replace("$$", "").indexOf('$') < 0;
            boolean secret = NAME.matcher(assignment.name()).matches()
                    && !SWITCHES.contains(assignment.value().toLowerCase(Locale.ROOT));
            if (literal && secret) {
                report.findSecret(
                        assignment.span(),
                        assignment.path(),
                        assignment.name() + " looks like a secret and its value is written here",
                        "use `secrets:`, or ${" + assignment.name() + "} with the value outside of the repository");
            }
        }
    }
}
