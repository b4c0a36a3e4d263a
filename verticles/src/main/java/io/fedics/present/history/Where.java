package io.fedics.present.history;

import java.util.ArrayList;
import java.util.List;

/** Conditions of a query and their values; a value never becomes text of the query. */
public final class Where {
  private final StringBuilder text = new StringBuilder();
  private final List<Object> values = new ArrayList<>();

  /** Each {@code ?} of the condition stands for one value. */
  public Where and(String condition, Object... given) {
    text.append(text.isEmpty() ? " WHERE " : " AND ");
    int next = 0;
    for (int i = 0; i < condition.length(); i++) {
      if (condition.charAt(i) == '?') {
        text.append(parameter(given[next++]));
      } else {
        text.append(condition.charAt(i));
      }
    }
    return this;
  }

  /** Adds a value and returns what stands for it. */
  String parameter(Object value) {
    values.add(value);
    return "$" + values.size();
  }

  /** Addresses: exact, a start with {@code *} behind it, or a range; any of the columns may match. */
  Where host(String host, List<String> columns) {
    if (host.endsWith("*")) {
      String start = host.substring(0, host.length() - 1).replaceAll("([\\\\%_])", "\\\\$1") + '%';
      return any(columns, "%s LIKE ?", start);
    }
    return host.indexOf('/') >= 0
        ? any(columns, "address_in(%s, ?)", host)
        : any(columns, "%s = ?", host);
  }

  private Where any(List<String> columns, String condition, String value) {
    var all = columns.stream().map(column -> condition.replace("%s", column)).toList();
    return and(
        '(' + String.join(" OR ", all) + ')', columns.stream().map(_ -> value).toArray());
  }

  public String text() {
    return text.toString();
  }

  public List<Object> values() {
    return values;
  }
}
