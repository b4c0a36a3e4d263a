package io.fedics.app;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Which metrics a PromQL expression asks for; no more of the language than our files use. */
final class MetricQuery {
  private static final Pattern NAME_MATCHER = Pattern.compile("__name__=~\"([^\"]*)\"");
  private static final Pattern GROUPING =
      Pattern.compile("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
  private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.*), *\\w+\\)");
  private static final Pattern IDENTIFIER =
      Pattern.compile("(?<![\\w:.])[a-zA-Z_:][\\w:]*(?!\\s*\\(|[\\w:])");
  private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset");

  private MetricQuery() {}

  /** Regular expressions that names must match as a whole; a plain name is one too. */
  static Set<String> patternsOf(String query) {
    Set<String> patterns = new TreeSet<>();
    var matchers = NAME_MATCHER.matcher(query);
    while (matchers.find()) {
      patterns.add(matchers.group(1));
    }
    String bare = LABEL_VALUES.matcher(query).replaceAll("$1");
    bare = bare.replaceAll("\"[^\"]*\"", "''").replaceAll("\\{[^}]*}", " ");
    bare = bare.replaceAll("\\[[^\\]]*]", " ");
    bare = GROUPING.matcher(bare).replaceAll(" ");
    var identifiers = IDENTIFIER.matcher(bare);
    while (identifiers.find()) {
      if (!WORDS.contains(identifiers.group())) {
        patterns.add(identifiers.group());
      }
    }
    return patterns;
  }
}
