package io.fedics.ingest.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which columns of a header are which {@link Field}. A field may have several names; the one given first wins, so
 * {@code bytes_sent} is taken before {@code bytes}; of two columns of one name, the first.
 */
final class Columns {
  private static final int MOST_SHOWN = 4;

  private record Alias(Field field, int rank) {}

  private final Map<String, Alias> aliases = new HashMap<>();
  private final Map<Field, String> names = new EnumMap<>(Field.class);

  /**
   * @param spellings as {@link #plain} makes them, separated by blanks, the most telling first
   */
  Columns with(Field field, String spellings) {
    List<String> all = List.of(spellings.split(" "));
    names.put(field, String.join(", ", all.subList(0, Math.min(MOST_SHOWN, all.size()))));
    for (String name : all) {
      aliases.putIfAbsent(name, new Alias(field, aliases.size()));
    }
    return this;
  }

  /** The field of each column, {@link Field#OTHER} where it tells us nothing. */
  Field[] of(List<String> header) {
    var best = new EnumMap<Field, Integer>(Field.class);
    for (int i = 0; i < header.size(); i++) {
      Alias alias = aliases.get(plain(header.get(i)));
      Integer other = alias == null ? null : best.get(alias.field);
      if (alias != null && (other == null || alias.rank < rankOf(header.get(other)))) {
        best.put(alias.field, i);
      }
    }
    var fields = new Field[header.size()];
    Arrays.fill(fields, Field.OTHER);
    best.forEach((field, column) -> fields[column] = field);
    return fields;
  }

  private int rankOf(String column) {
    Alias alias = aliases.get(plain(column));
    return alias == null ? Integer.MAX_VALUE : alias.rank;
  }

  /** Which of the required fields have no column, each with some names it could have had; empty when all are there. */
  List<String> missing(Field[] fields, List<Field> required) {
    var missing = new ArrayList<String>();
    for (Field field : required) {
      if (!Arrays.asList(fields).contains(field)) {
        missing.add(names.getOrDefault(field, field.name()));
      }
    }
    return missing;
  }

  /** Lower case; blanks, dots, hyphens and slashes, one or more, as one {@code _}: {@code " Source IP"} is {@code source_ip}. */
  static String plain(String column) {
    return column.strip().toLowerCase(Locale.ROOT).replaceAll("[ ./_-]+", "_");
  }
}
