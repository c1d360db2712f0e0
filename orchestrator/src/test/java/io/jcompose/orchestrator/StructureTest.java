package io.jcompose.orchestrator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.ClassesShouldConjunction;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The house's plan: which way data flows. A change of direction is a change of this test, seen in review. */
class StructureTest {
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.jcompose");

    private static final String ORCHESTRATOR = "io.jcompose.orchestrator..";

    @Test
    void theWholeHouseIsSeen() {
        Set<String> modules = HOUSE.stream()
                .map(JavaClass::getPackageName)
                .map(name -> name.split("\\.")[2])
                .collect(Collectors.toSet());
        assertThat(modules).containsExactlyInAnyOrder("spec", "runtime", "network", "orchestrator");
    }

    @Test
    void modulesKnowOnlyWhatLiesBelowThem() {
        check(never("io.jcompose.spec..", "io.jcompose.runtime..", "io.jcompose.network..", ORCHESTRATOR));
        check(never("io.jcompose.runtime..", "io.jcompose.spec..", "io.jcompose.network..", ORCHESTRATOR));
        check(never("io.jcompose.network..", "io.jcompose.spec..", ORCHESTRATOR));
        check(noClasses()
                .that()
                .resideInAPackage("io.jcompose.network..")
                .should()
                .dependOnClassesThat(
                        com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage("io.jcompose.runtime..")
                                .and(com.tngtech.archunit.base.DescribedPredicate.not(
                                        com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage(
                                                "io.jcompose.runtime.linux", "io.jcompose.runtime.disk"))))
                .because("the network wires a namespace, and knows no container"));
    }

    @Test
    void noPackagesDependOnEachOtherInACircle() {
        check(slices().matching("io.jcompose.(**)").should().beFreeOfCycles());
    }

    @Test
    void onlyTheKernelsDoorCallsNativeCode() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.jcompose.runtime.linux")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jnr..", "com.kenai..")
                .because("one door to the kernel can be watched, and replaced in tests"));
    }

    @Test
    void thePlannerIsPure() {
        check(noClasses()
                .that()
                .resideInAPackage("io.jcompose.orchestrator.plan..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.jcompose.runtime..",
                        "io.jcompose.network..",
                        "java.io..",
                        "java.nio..",
                        "java.net..",
                        "java.util.concurrent..",
                        "org.slf4j..")
                .because("plan and dry-run run the same code, and must not be able to touch anything"));
        check(noClasses()
                .that()
                .resideInAPackage("io.jcompose.orchestrator.plan..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.time.Clock"));
    }

    @Test
    void theApiCannotTouchContainersOrNetworks() {
        check(never("io.jcompose.orchestrator.api..", "io.jcompose.runtime..", "io.jcompose.network.."));
    }

    @Test
    void theCommandLineReachesTheDaemonOnlyThroughTheClient() {
        check(never(
                "io.jcompose.orchestrator.cli..",
                "io.jcompose.runtime..",
                "io.jcompose.network..",
                "io.jcompose.orchestrator.api..",
                "io.jcompose.orchestrator.reconcile..",
                "io.jcompose.orchestrator.execute..",
                "io.jcompose.orchestrator.observe..",
                "io.jcompose.orchestrator.plan.."));
    }

    @Test
    void everyPackageSaysWhatItIs() {
        Set<String> described = HOUSE.stream()
                .filter(type -> type.getSimpleName().equals("package-info"))
                .map(JavaClass::getPackageName)
                .collect(Collectors.toSet());
        Set<String> all = HOUSE.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
        assertThat(described).containsAll(all);
    }

    @Test
    void namesSayWhatThingsAre() {
        check(noClasses()
                .should()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Impl"));
        ClassesShouldConjunction rooms = classes()
                .should()
                .resideOutsideOfPackages("..util..", "..utils..", "..common..", "..helper..", "..misc..", "..impl..");
        check(rooms);
    }

    private static ArchRule never(String who, String... what) {
        return noClasses()
                .that()
                .resideInAPackage(who)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(what);
    }

    private static void check(ArchRule rule) {
        rule.check(HOUSE);
    }
}
