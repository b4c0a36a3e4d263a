package io.fedics.app.cli;

import picocli.CommandLine.IVersionProvider;

/** Version of the jar; {@code development} when run from classes. */
public final class ProgramVersion implements IVersionProvider {
  public static String text() {
    String version = ProgramVersion.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"fedics " + text()};
  }
}
