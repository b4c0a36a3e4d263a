package io.fedics.app.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;

/**
 * How far a long work is: a bar in place on a terminal, else a line every 5 s. Says rate and time left, the latter only
 * when the whole is known. Not thread-safe.
 */
public final class ProgressBar {
  private static final long TERMINAL_MILLIS = 200;
  private static final long LINE_MILLIS = 5_000;
  private static final int WIDTH = 24;

  private final PrintWriter err;
  private final boolean terminal;
  private final InstantSource clock;
  private final String what;
  private final long whole;
  private final long began;
  private long shown;
  private boolean open;

  /**
   * @param what is counted: {@code flows}
   * @param whole how many there will be, 0 when nobody knows
   * @param terminal whether the cursor can go back
   */
  public ProgressBar(
      PrintWriter err, boolean terminal, InstantSource clock, String what, long whole) {
    this.err = err;
    this.terminal = terminal;
    this.clock = clock;
    this.what = what;
    this.whole = whole;
    this.began = clock.millis();
    this.shown = began;
  }

  /** As the launcher script says: it can ask the system, Java cannot. */
  public static boolean isTerminal() {
    return Boolean.getBoolean("fedics.terminal");
  }

  public void show(long done) {
    long now = clock.millis();
    if (now - shown >= (terminal ? TERMINAL_MILLIS : LINE_MILLIS)) {
      shown = now;
      print(done, now);
    }
  }

  /** The last word, on a line of its own. */
  public void end(long done) {
    if (open || clock.millis() - began >= LINE_MILLIS) {
      print(done, clock.millis());
    }
    if (open) {
      err.println();
      open = false;
    }
  }

  private void print(long done, long now) {
    String line = line(done, now);
    if (terminal) {
      err.print("\r\u001b[K" + line);
      err.flush();
      open = true;
    } else {
      err.println(line);
    }
  }

  private String line(long done, long now) {
    double seconds = Math.max(1, now - began) / 1_000.0;
    double rate = done / seconds;
    String counted = "%,d %s · %,.0f/s".formatted(done, what, rate);
    if (whole <= 0) {
      return counted;
    }
    double share = Math.min(1, (double) done / whole);
    int filled = (int) (share * WIDTH);
    String left = rate > 0 ? timeLeft(Math.max(0, whole - done) / rate) : "–";
    return "[%s%s] %3.0f %% · %s · %s left"
        .formatted("#".repeat(filled), ".".repeat(WIDTH - filled), share * 100, counted, left);
  }

  private static String timeLeft(double seconds) {
    Duration left = Duration.ofSeconds(Math.round(seconds));
    return left.toHours() > 0
        ? "%d:%02d h".formatted(left.toHours(), left.toMinutesPart())
        : String.format(Locale.ROOT, "%d:%02d min", left.toMinutes(), left.toSecondsPart());
  }
}
