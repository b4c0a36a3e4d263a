package io.fedics.app.cli;

/** How many of a thing, as a sentence says it: {@code 1 alarm}, {@code 2,000 alarms}. */
public final class Count {
  private Count() {}

  /**
   * @param one the thing; more of it end in {@code s}
   */
  public static String of(long count, String one) {
    return of(count, one, one + "s");
  }

  public static String of(long count, String one, String more) {
    return "%,d %s".formatted(count, count == 1 ? one : more);
  }
}
