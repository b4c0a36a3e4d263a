package io.fedics.fl.privacy.ledger;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a chain is and where it ends, signed, so that rewritten or cut off rows show.
 *
 * @param rows at least 0
 * @param hash of the last row; zeros when there is none
 * @param signature Ed25519, Base64
 */
public record LedgerHead(long rows, String hash, String signature) {
  private static final Pattern SHAPE = Pattern.compile(
      "\\{\"rows\":([0-9]{1,18}),\"hash\":\"([0-9a-f]{64})\",\"signature\":\"([A-Za-z0-9+/=]{1,200})\"}");

  static String signed(String chain, long rows, String hash) {
    return "fedics " + chain + "\n" + rows + "\n" + hash + "\n";
  }

  /** One JSON object. */
  public String text() {
    return "{\"rows\":" + rows + ",\"hash\":\"" + hash + "\",\"signature\":\"" + signature + "\"}";
  }

  /** Empty for any other text than {@link #text} gives. */
  public static Optional<LedgerHead> read(String text) {
    Matcher fields = SHAPE.matcher(text.strip());
    if (!fields.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new LedgerHead(Long.parseLong(fields.group(1)), fields.group(2), fields.group(3)));
  }
}
