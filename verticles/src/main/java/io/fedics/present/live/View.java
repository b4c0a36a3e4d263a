package io.fedics.present.live;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the bridge sends, each to {@code dashboard.<view>.<site>}. */
enum View {
  OVERVIEW,
  LIVE,
  INCIDENTS,
  /** What happens in a training, for all sites together: the address ends with the site of its events. */
  FEDERATED,
  /** How far uploaded files are. */
  UPLOADS;

  /** What the bridge permits outbound; nothing is permitted inbound. */
  static final String ADDRESSES =
      "dashboard\\.(overview|live|incidents|federated|uploads)\\.([a-z0-9-]{1,32})";

  private static final Pattern ADDRESS = Pattern.compile(ADDRESSES);

  /** One view of one site. */
  record Address(View view, String site) {
    static Optional<Address> parse(String text) {
      Matcher matcher = ADDRESS.matcher(text);
      return matcher.matches()
          ? Optional.of(new Address(
              View.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)), matcher.group(2)))
          : Optional.empty();
    }

    @Override
    public String toString() {
      return "dashboard." + view.name().toLowerCase(Locale.ROOT) + '.' + site;
    }
  }
}
