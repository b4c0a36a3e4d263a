package io.fedics.arch;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** Runs the rules through a plain test, so that they hold even when their own runner does not run. */
class RulesRanTest {

  @Test
  void rules_runWithoutTheirRunner_hold() throws IllegalAccessException {
    var classes =
        new ClassFileImporter().withImportOption(new MainClassesOnly()).importPackages("io.fedics");
    assertThat(classes).isNotEmpty();
    ArchitectureTest.everyRule_ofThisClass_isEvaluatedOnRealClasses(classes);
  }
}
