package io.fedics.app.cli;

/** How a command ends. */
public final class ExitCode {
  public static final int OK = 0;
  /** It began and could not be brought to its end, or what it looked for is not so. */
  public static final int FAILED = 1;
  /** Nothing was done: a mistake in the command line, a setting or a file. */
  public static final int USAGE = 2;

  private ExitCode() {}
}
