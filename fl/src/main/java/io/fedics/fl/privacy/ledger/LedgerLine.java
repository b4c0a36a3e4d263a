package io.fedics.fl.privacy.ledger;

import io.fedics.fl.privacy.GaussianSteps;
import io.fedics.fl.privacy.PrivacyUnit;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A row as text: one JSON object with its fields in a fixed order, no spaces, doubles as {@link Double#toString} writes them
 * (the shortest text that gives the same bits back). What is read must be exactly what would be written, so that a row has
 * one text only.
 */
final class LedgerLine {
  static final String NO_HASH = "0".repeat(64);
  private static final int LONGEST = 8_192;
  private static final String TEXT = "\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"";
  private static final String NUMBER = "([-+.0-9E]{1,32})";
  private static final Pattern SHAPE = Pattern.compile("\\{\"row\":" + NUMBER + ",\"site\":" + TEXT
      + ",\"run\":" + TEXT + ",\"round\":" + NUMBER + ",\"unit\":" + TEXT + ",\"mechanism\":" + TEXT
      + ",\"sampling_rate\":" + NUMBER + ",\"noise_multiplier\":" + NUMBER + ",\"steps\":" + NUMBER
      + ",\"delta\":" + NUMBER + ",\"accountant\":" + TEXT + ",\"epsilon\":" + NUMBER
      + ",\"previous\":\"([0-9a-f]{64})\",\"hash\":\"([0-9a-f]{64})\"}");

  private LedgerLine() {}

  /** Makes the row that follows another. */
  static LedgerRow chained(long number, Spend spend, double epsilon, String previous) {
    var row = new LedgerRow(number, spend, epsilon, previous, NO_HASH);
    return new LedgerRow(number, spend, epsilon, previous, hash(unhashed(row)));
  }

  /** Without line end. */
  static String write(LedgerRow row) {
    return unhashed(row) + ",\"hash\":\"" + row.hash() + "\"}";
  }

  /** The canonical bytes, as text: the line up to the hash. */
  static String unhashed(LedgerRow row) {
    Spend spend = row.spend();
    GaussianSteps steps = spend.steps();
    return "{\"row\":" + row.number() + ",\"site\":" + quoted(spend.site()) + ",\"run\":"
        + quoted(spend.run()) + ",\"round\":" + spend.round() + ",\"unit\":"
        + quoted(spend.unit().word()) + ",\"mechanism\":" + quoted(spend.mechanism())
        + ",\"sampling_rate\":" + steps.samplingRate() + ",\"noise_multiplier\":"
        + steps.noiseMultiplier() + ",\"steps\":" + steps.steps() + ",\"delta\":" + spend.delta()
        + ",\"accountant\":" + quoted(spend.accountant()) + ",\"epsilon\":" + row.epsilon()
        + ",\"previous\":\"" + row.previous() + "\"";
  }

  /** Empty when the text is not exactly one that {@link #write} makes. The hash may still be a wrong one. */
  static Optional<LedgerRow> read(String line) {
    if (line.length() > LONGEST) {
      return Optional.empty();
    }
    Matcher fields = SHAPE.matcher(line);
    if (!fields.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(row(fields)).filter(row -> write(row).equals(line));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a number or a word that no spend has
    }
  }

  private static LedgerRow row(Matcher fields) {
    var steps = new GaussianSteps(
        Double.parseDouble(fields.group(7)),
        Double.parseDouble(fields.group(8)),
        Long.parseLong(fields.group(9)));
    var spend = new Spend(
        plain(fields.group(2)),
        plain(fields.group(3)),
        Long.parseLong(fields.group(4)),
        PrivacyUnit.of(plain(fields.group(5))),
        plain(fields.group(6)),
        steps,
        Double.parseDouble(fields.group(10)),
        plain(fields.group(11)));
    return new LedgerRow(
        Long.parseLong(fields.group(1)),
        spend,
        Double.parseDouble(fields.group(12)),
        fields.group(13),
        fields.group(14));
  }

  static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java", e);
    }
  }

  private static String quoted(String text) {
    var out = new StringBuilder("\"");
    text.codePoints().forEach(c -> {
      if (c == '"' || c == '\\') {
        out.append('\\').appendCodePoint(c);
      } else if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029) {
        out.append(String.format(Locale.ROOT, "\\u%04x", c));
      } else {
        out.appendCodePoint(c);
      }
    });
    return out.append('"').toString();
  }

  private static String plain(String escaped) {
    var out = new StringBuilder();
    for (int i = 0; i < escaped.length(); i++) {
      char c = escaped.charAt(i);
      if (c != '\\') {
        out.append(c);
      } else if (escaped.charAt(++i) != 'u') {
        out.append(escaped.charAt(i));
      } else if (i + 4 < escaped.length()) {
        out.append((char) Integer.parseInt(escaped.substring(i + 1, i + 5), 16));
        i += 4;
      }
    }
    return out.toString();
  }
}
