package io.fedics.arch;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;

/** Leaves out test classes, those that come in another module's test jar too. */
public final class MainClassesOnly implements ImportOption {

  @Override
  public boolean includes(Location location) {
    return new ImportOption.DoNotIncludeTests().includes(location)
        && !location.contains("-tests.jar");
  }
}
