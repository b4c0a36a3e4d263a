package io.fedics.present.http;

import io.fedics.shared.address.IpAddress;
import io.fedics.shared.address.Prefixes;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * One query parameter: how it is read, refused and documented.
 *
 * @param choices of a choice, else empty
 * @param least of a number
 * @param most of a number
 */
public record Parameter(
    String name, Kind kind, String description, List<String> choices, double least, double most) {
  private static final Pattern SITE = Pattern.compile("[a-z0-9-]{1,32}");
  private static final Pattern WINDOW = Pattern.compile("(\\d{1,6})([smhd])");
  private static final Pattern HOST = Pattern.compile("[\\p{Graph}]{1,128}");
  private static final int MOST_TEXT = 128;

  public enum Kind {
    TEXT,
    SITE,
    HOST,
    ID,
    TIME,
    WINDOW,
    WHOLE,
    NUMBER,
    FLAG,
    CHOICE,
    CHOICES,
    TEXTS,
    CURSOR,
    POSITION
  }

  public static Parameter of(String name, Kind kind, String description) {
    return new Parameter(name, kind, description, List.of(), 0, 0);
  }

  public static Parameter choice(String name, String description, List<String> choices) {
    return new Parameter(name, Kind.CHOICE, description, choices, 0, 0);
  }

  /** Several, by commas. */
  public static Parameter choices(String name, String description, List<String> choices) {
    return new Parameter(name, Kind.CHOICES, description, choices, 0, 0);
  }

  public static Parameter whole(String name, String description, long least, long most) {
    return new Parameter(name, Kind.WHOLE, description, List.of(), least, most);
  }

  public static Parameter number(String name, String description, double least, double most) {
    return new Parameter(name, Kind.NUMBER, description, List.of(), least, most);
  }

  public Object parse(String text) {
    return switch (kind) {
      case TEXT -> matching(text, !text.isEmpty() && text.length() <= MOST_TEXT && isPlain(text));
      case SITE -> matching(text, SITE.matcher(text).matches());
      case HOST -> host(text);
      case ID -> id(text);
      case TIME -> time(text);
      case WINDOW -> window(text);
      case WHOLE -> whole(text);
      case NUMBER -> number(text);
      case FLAG -> matching(text, text.equals("true") || text.equals("false")).equals("true");
      case CHOICE -> matching(text, choices.contains(text));
      case CHOICES -> list(text, choices::contains);
      case TEXTS -> list(text, part -> part.length() <= MOST_TEXT && isPlain(part));
      case CURSOR -> Cursor.parse(name, text);
      case POSITION -> Position.parse(name, text);
    };
  }

  private static boolean isPlain(String text) {
    return text.chars()
        .noneMatch(c -> Character.isISOControl(c) || Character.isSurrogate((char) c));
  }

  private String matching(String text, boolean matches) {
    if (!matches) {
      throw refused(text);
    }
    return text;
  }

  private List<String> list(String text, java.util.function.Predicate<String> accepted) {
    List<String> parts = Arrays.asList(text.split(",", -1));
    if (!parts.stream().allMatch(part -> !part.isEmpty() && accepted.test(part))) {
      throw refused(text);
    }
    return parts;
  }

  private String host(String text) {
    matching(text, HOST.matcher(text).matches());
    if (text.indexOf('/') >= 0) {
      try {
        Prefixes.of(text);
      } catch (IllegalArgumentException e) {
        throw refused(text);
      }
    }
    return IpAddress.canonical(text); // as flows name it
  }

  private UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw refused(text);
    }
  }

  private Instant time(String text) {
    try {
      Instant time = OffsetDateTime.parse(text).toInstant();
      int year = time.atOffset(java.time.ZoneOffset.UTC).getYear();
      matching(text, year > 0 && year <= 9_999);
      return time;
    } catch (DateTimeException e) {
      throw refused(text);
    }
  }

  private Duration window(String text) {
    Duration window = text.startsWith("P") ? duration(text) : brief(text);
    matching(text, window.isPositive() && window.toDays() <= 3_660);
    return window;
  }

  private Duration duration(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeException e) {
      throw refused(text);
    }
  }

  private Duration brief(String text) {
    var matcher = WINDOW.matcher(text);
    matching(text, matcher.matches());
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  private Long whole(String text) {
    try {
      long value = Long.parseLong(text);
      matching(text, value >= least && value <= most);
      return value;
    } catch (NumberFormatException e) {
      throw refused(text);
    }
  }

  private Double number(String text) {
    try {
      double value = Double.parseDouble(text);
      matching(text, value >= least && value <= most);
      return value;
    } catch (NumberFormatException e) {
      throw refused(text);
    }
  }

  private Problem refused(String text) {
    return Problem.badParameter(name, text, expected());
  }

  private String expected() {
    return switch (kind) {
      case TEXT -> "1 to " + MOST_TEXT + " printable characters";
      case SITE -> "a site: 1 to 32 of a-z, 0-9 and -";
      case HOST -> "an address, a start like 10.0.4.*, or a range like 10.0.4.0/24";
      case ID -> "a UUID";
      case TIME -> "a time like 2026-11-21T08:53:31Z";
      case WINDOW -> "a time span like 15m, 1h, PT90M or 7d";
      case WHOLE -> "a whole number from " + (long) least + " to " + (long) most;
      case NUMBER -> "a number from " + least + " to " + most;
      case FLAG -> "true or false";
      case CHOICE -> "one of " + String.join(", ", choices);
      case CHOICES -> "some of " + String.join(", ", choices) + ", by commas";
      case TEXTS -> "names, by commas";
      case CURSOR, POSITION -> "what an earlier answer gave";
    };
  }

  /** As OpenAPI 3.1 writes it. */
  public JsonObject json() {
    var schema = new JsonObject();
    switch (kind) {
      case WHOLE ->
        schema.put("type", "integer").put("minimum", (long) least).put("maximum", (long) most);
      case NUMBER -> schema.put("type", "number").put("minimum", least).put("maximum", most);
      case FLAG -> schema.put("type", "boolean");
      case CHOICE -> schema.put("type", "string").put("enum", new JsonArray(choices));
      case TIME -> schema.put("type", "string").put("format", "date-time");
      case ID -> schema.put("type", "string").put("format", "uuid");
      default -> schema.put("type", "string");
    }
    return new JsonObject()
        .put("name", name)
        .put("in", "query")
        .put("required", false)
        .put("description", description + " (" + expected() + ")")
        .put("schema", schema);
  }
}
