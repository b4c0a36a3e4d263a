package io.fedics.shared.config;

import io.fedics.shared.error.UsageException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All settings of a process, {@code section.kebab-name} to text. Remembers which keys were asked for, so that a typo
 * is an error, not a default.
 */
public final class Settings {
  private final Map<String, String> values;
  private final TreeSet<String> unread;
  private final Map<String, String> asked = new TreeMap<>();

  public Settings(Map<String, String> values) {
    this.values = new TreeMap<>(values);
    this.unread = new TreeSet<>(values.keySet());
  }

  public String text(String key, String fallback) {
    asked.put(key, fallback);
    unread.remove(key);
    return values.getOrDefault(key, fallback);
  }

  /** ISO 8601, {@code PT2S}, or a number with a unit: {@code 500ms}, {@code 2s}, {@code 10m}, {@code 1h}, {@code 7d}. */
  public Duration duration(String key, Duration fallback) {
    String text = text(key, fallback.toString());
    try {
      return parseDuration(text);
    } catch (DateTimeParseException | NumberFormatException e) {
      throw refuse(key, text, "a duration like 500ms, 2s, 10m, 1h or PT2S", e);
    }
  }

  private static Duration parseDuration(String text) {
    if (text.startsWith("P") || text.startsWith("p")) {
      return Duration.parse(text);
    }
    String unit = text.replaceFirst("^[0-9]+", "");
    long amount = Long.parseLong(text.substring(0, text.length() - unit.length()));
    return switch (unit) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      case "d" -> Duration.ofDays(amount);
      default -> throw new NumberFormatException(text);
    };
  }

  public double number(String key, double fallback) {
    String text = text(key, Double.toString(fallback));
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw refuse(key, text, "a number", e);
    }
  }

  public long whole(String key, long fallback) {
    String text = text(key, Long.toString(fallback));
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw refuse(key, text, "a whole number", e);
    }
  }

  public int count(String key, int fallback) {
    long value = whole(key, fallback);
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new UsageException(key + ": " + value + " (expected: 0 to " + Integer.MAX_VALUE + ")");
    }
    return (int) value;
  }

  public boolean flag(String key, boolean fallback) {
    String text = text(key, Boolean.toString(fallback));
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new UsageException(key + ": " + text + " (expected: true or false)");
    };
  }

  private static UsageException refuse(String key, String text, String expected, Exception cause) {
    return new UsageException(key + ": " + text + " (expected: " + expected + ")", cause);
  }

  /** Call when every config record was read. */
  public void rejectUnread() {
    if (!unread.isEmpty()) {
      String key = unread.first();
      throw new UsageException(
          "unknown setting " + key + " (nearest: " + nearest(key, asked.keySet()) + ")");
    }
  }

  private static String nearest(String key, Collection<String> known) {
    String best = "none";
    int least = Integer.MAX_VALUE;
    for (String candidate : known) {
      int distance = distance(key, candidate);
      if (distance < least) {
        least = distance;
        best = candidate;
      }
    }
    return best;
  }

  /** Levenshtein's edit distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int replace = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replace, 1 + Math.min(above, row[j - 1]));
        diagonal = above;
      }
    }
    return row[b.length()];
  }

  /** Every key that was asked for, with its default as text: what {@code docs/configuration.md} must list. */
  public Map<String, String> asked() {
    return Map.copyOf(asked);
  }
}
