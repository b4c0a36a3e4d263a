package io.fedics.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Arrays;

/** The layout rules of docs/architecture.md, checked on every build. */
@AnalyzeClasses(packages = "io.fedics", importOptions = MainClassesOnly.class)
class ArchitectureTest {
  private static final String STAGES =
      "io.fedics.(ingest|aggregate|detect|classify|predict|incident|respond|persist|present|federate)..";
  /** Fewer would mean that the classes were not found and every rule held of nothing. */
  private static final int LEAST_CLASSES = 100;

  @ArchTest
  static final ArchRule modules = layeredArchitecture()
      .consideringOnlyDependenciesInLayers()
      .layer("shared")
      .definedBy("io.fedics.shared..")
      .layer("fl")
      .definedBy("io.fedics.fl..")
      .layer("stages")
      .definedBy(
          "io.fedics.ingest..",
          "io.fedics.aggregate..",
          "io.fedics.detect..",
          "io.fedics.classify..",
          "io.fedics.predict..",
          "io.fedics.incident..",
          "io.fedics.respond..",
          "io.fedics.persist..",
          "io.fedics.present..",
          "io.fedics.federate..")
      .layer("app")
      .definedBy("io.fedics.app..")
      .whereLayer("app")
      .mayNotBeAccessedByAnyLayer()
      .whereLayer("stages")
      .mayOnlyBeAccessedByLayers("app")
      .whereLayer("fl")
      .mayOnlyBeAccessedByLayers("stages", "app");

  @ArchTest
  static final ArchRule stagesTalkOnlyThroughEvents =
      slices().matching(STAGES).should().notDependOnEachOther();

  @ArchTest
  static final ArchRule rulesAndLearnedDetectorsKnowNothingOfEachOther =
      slices().matching("io.fedics.detect.domain.(*)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule whatDetectorsShareKnowsNoDetector = noClasses()
      .that()
      .resideInAPackage("io.fedics.detect.domain")
      .should()
      .dependOnClassesThat()
      .resideInAPackage("io.fedics.detect.domain.*");

  @ArchTest
  static final ArchRule domainIsPlainJava = noClasses()
      .that()
      .resideInAPackage("..domain..")
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage(
          "io.vertx..",
          "org.apache.kafka..",
          "io.micrometer..",
          "org.slf4j..",
          "com.fasterxml..",
          "java.net..",
          "java.sql..",
          "java.nio.file..");

  @ArchTest
  static final ArchRule domainReadsNoClockAndNoChance = noClasses()
      .that()
      .resideInAPackage("..domain..")
      .should()
      .callMethod(System.class, "currentTimeMillis")
      .orShould()
      .callMethod(System.class, "nanoTime")
      .orShould()
      .callMethod(java.time.Instant.class, "now")
      .orShould()
      .callMethod(Math.class, "random")
      .orShould()
      .callMethod(java.util.UUID.class, "randomUUID")
      .orShould()
      .callMethod(java.util.concurrent.ThreadLocalRandom.class, "current")
      .orShould()
      .callConstructor(java.util.Random.class);

  @ArchTest
  static final ArchRule federatedLearningIsPlainJava = noClasses()
      .that()
      .resideInAnyPackage(
          "io.fedics.fl.model..",
          "io.fedics.fl.privacy..",
          "io.fedics.fl.aggregate..",
          "io.fedics.fl.round..")
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage(
          "io.vertx..",
          "org.apache.kafka..",
          "io.micrometer..",
          "org.slf4j..",
          "java.net..",
          "java.sql..");

  @ArchTest
  static final ArchRule eventsArePlainJava = classes()
      .that()
      .resideInAPackage("io.fedics.shared.event..")
      .should()
      .onlyDependOnClassesThat()
      .resideInAnyPackage("java..", "org.jspecify..", "io.fedics.shared.event..");

  @ArchTest
  static final ArchRule noJunkDrawers = noClasses()
      .should()
      .haveSimpleNameEndingWith("Util")
      .orShould()
      .haveSimpleNameEndingWith("Utils")
      .orShould()
      .haveSimpleNameEndingWith("Helper")
      .orShould()
      .haveSimpleNameEndingWith("Manager")
      .orShould()
      .resideInAnyPackage("..util..", "..common..", "..misc..", "..helpers..");

  @ArchTest
  static final ArchRule noPackageCycles =
      slices().assignedFrom(new StageWithItsDomain()).should().beFreeOfCycles();

  @ArchTest
  static final ArchRule noStaticMutableState = fields()
      .that()
      .areStatic()
      .and()
      .areDeclaredInClassesThat()
      .resideOutsideOfPackage("io.fedics.fl.grpc.wire..")
      .should()
      .beFinal()
      .because("state has an owner; the wire is excepted, the protocol compiler writes it");

  @ArchTest
  static final ArchRule onlyTheStageRuntimeKnowsKafka = noClasses()
      .that()
      .resideOutsideOfPackages("io.fedics.shared.stage..", "io.fedics.app..")
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage("io.vertx.kafka..", "org.apache.kafka..", "kafka..");

  @ArchTest
  static final ArchRule onlyStoresKnowSql = noClasses()
      .that(areNoStores())
      .and()
      .resideOutsideOfPackages("io.fedics.app..", "io.fedics.shared.stage..")
      .should()
      .callMethodWhere(DescribedPredicate.describe(
          "a query",
          call -> call.getTargetOwner().getPackageName().startsWith("io.vertx.sqlclient")
              && call.getName().toLowerCase(java.util.Locale.ROOT).contains("query")));

  @ArchTest
  static final ArchRule onlyTheCodecAndForeignFormatsKnowJackson = noClasses()
      .that()
      .resideOutsideOfPackages("io.fedics.shared.codec..", "io.fedics.ingest.format..")
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage("com.fasterxml.jackson..");

  @ArchTest
  static final ArchRule onlyPresentSpeaksHttp = noClasses()
      .that()
      .resideOutsideOfPackages("io.fedics.present..", "io.fedics.app..", "io.fedics.fl.grpc..")
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage("io.vertx.ext.web..", "io.vertx.core.http..")
      .because("HTTP has one owner; the federation's gRPC is excepted, it rides on HTTP/2 streams");

  @ArchTest
  static final ArchRule onlyAppReadsTheEnvironment = noClasses()
      .that()
      .resideOutsideOfPackage("io.fedics.app..")
      .should()
      .callMethod(System.class, "getenv", String.class)
      .orShould()
      .callMethod(System.class, "getenv")
      .orShould()
      .callMethod(System.class, "getProperty", String.class);

  /** With some versions of the test runner rule fields are silently passed over; a method of the same kind is not. */
  @ArchTest
  static void everyRule_ofThisClass_isEvaluatedOnRealClasses(JavaClasses all)
      throws IllegalAccessException {
    assertThat(all).hasSizeGreaterThan(LEAST_CLASSES);
    int evaluated = 0;
    for (var field : ArchitectureTest.class.getDeclaredFields()) {
      if (field.isAnnotationPresent(ArchTest.class)) {
        ((ArchRule) field.get(null)).check(all);
        evaluated++;
      }
    }
    long declared = Arrays.stream(ArchitectureTest.class.getDeclaredFields())
        .filter(field -> ArchRule.class.isAssignableFrom(field.getType()))
        .count();
    assertThat(evaluated).isEqualTo((int) declared).isPositive();
  }

  private static DescribedPredicate<JavaClass> areNoStores() {
    return DescribedPredicate.describe(
        "are no stores", type -> !outermost(type).getSimpleName().endsWith("Store"));
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
  }

  /** A package is a slice; a stage's decisions and the settings record they are given are one. */
  private static final class StageWithItsDomain implements SliceAssignment {

    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      return SliceIdentifier.of(type.getPackageName().replaceFirst("\\.domain(\\..*)?$", ""));
    }

    @Override
    public String getDescription() {
      return "packages, a stage with its domain";
    }
  }
}
