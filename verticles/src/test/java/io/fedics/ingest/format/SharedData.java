package io.fedics.ingest.format;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The folder of real files beside the checkout, which a test may use but not need. */
public final class SharedData {
  private static final List<Path> PLACES = List.of(
      Path.of("../../shared/data"), Path.of("../../../shared/data"), Path.of("../shared/data"));

  private SharedData() {}

  /** The folder; a test that asks for it is skipped where it is absent. */
  public static Path require() {
    var found = PLACES.stream()
        .filter(place -> Files.isDirectory(place.resolve("slips")))
        .findFirst();
    assumeTrue(
        found.isPresent(),
        "SKIPPED: the test data folder ../shared/data is not there (looked in " + PLACES + ")");
    return found.orElseThrow();
  }
}
