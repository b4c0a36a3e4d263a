package io.fedics.present.scoring;

import java.util.Locale;

/** What a person may do about a kind of attack that a table's model names. */
enum ProposedAction {
  LIMIT("limit the rate of the sources, keep the service up"),
  BLOCK("block the sources at the border"),
  LOCK("lock the accounts that were tried, ask for new passwords"),
  REPAIR("check the application for what was tried, update it"),
  ISOLATE("isolate the host, look for what was left on it"),
  LOOK("look at the record and its neighbours");

  private final String words;

  ProposedAction(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  static ProposedAction of(String label) {
    String lower = label.toLowerCase(Locale.ROOT);
    if (lower.contains("dos") || lower.equals("generic")) {
      return LIMIT;
    }
    if (lower.contains("scan") || lower.contains("reconnaissance") || lower.contains("analysis")) {
      return BLOCK;
    }
    if (lower.contains("patator") || lower.endsWith("brute force") && !lower.startsWith("web")) {
      return LOCK;
    }
    if (lower.startsWith("web") || lower.contains("fuzzers") || lower.contains("exploits")) {
      return REPAIR;
    }
    return lower.contains("backdoor") || lower.contains("worm") || lower.contains("shellcode")
        ? ISOLATE
        : LOOK;
  }
}
