package io.fedics.ingest.format;

import io.fedics.fl.model.record.NumberCell;
import io.fedics.fl.model.record.WordCell;
import io.fedics.shared.event.FeatureSchema;
import io.fedics.shared.event.Features;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Where the columns of a {@link FeatureSchema} are in a header, whatever its case, blanks and hyphens; of two columns of
 * one name, the first. A value travels as its cell stands, trimmed; what is no number where one must be rejects the row.
 */
final class FeatureColumns {
  private static final int ABSENT = -1;

  /** Packets a second, which the raw rows of UNSW-NB15 lack and the partitions have. */
  private static final String RATE = "rate";

  private static final List<String> RATE_OF = List.of("dur", "spkts", "dpkts");

  /** Names of the raw rows of UNSW-NB15, by those of the partitions. */
  private static final Map<String, String> OTHER_NAMES = Map.of(
      "smean", "smeansz",
      "dmean", "dmeansz",
      "response_body_len", "res_bdy_len",
      "sinpkt", "sintpkt",
      "dinpkt", "dintpkt");

  private final FeatureSchema schema;
  private final int[] places;
  private final boolean[] words;
  private final int[] rateOf;

  private FeatureColumns(FeatureSchema schema, int[] places, boolean[] words, int[] rateOf) {
    this.schema = schema;
    this.places = places;
    this.words = words;
    this.rateOf = rateOf;
  }

  static FeatureColumns of(FeatureSchema schema, List<String> header) {
    Map<String, Integer> known = new HashMap<>();
    for (int i = 0; i < header.size(); i++) {
      known.putIfAbsent(Columns.plain(header.get(i)), i);
    }
    List<String> columns = schema.columns();
    int[] places = columns.stream().mapToInt(column -> placeOf(column, known)).toArray();
    boolean[] words = new boolean[places.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = schema.words().contains(columns.get(i));
    }
    int[] rateOf =
        RATE_OF.stream().mapToInt(column -> known.getOrDefault(column, ABSENT)).toArray();
    return new FeatureColumns(schema, places, words, rateOf);
  }

  private static int placeOf(String column, Map<String, Integer> known) {
    String plain = Columns.plain(column);
    Integer place = known.get(plain);
    if (place == null) {
      place = known.get(OTHER_NAMES.getOrDefault(plain, plain));
    }
    return place == null ? ABSENT : place;
  }

  FeatureSchema schema() {
    return schema;
  }

  /** Columns the header lacks, as the schema writes them; empty when it has all. */
  List<String> missing() {
    var missing = new ArrayList<String>();
    for (int i = 0; i < places.length; i++) {
      if (places[i] == ABSENT && !isComputed(i)) {
        missing.add(schema.columns().get(i));
      }
    }
    return missing;
  }

  private boolean isComputed(int column) {
    return schema == FeatureSchema.UNSW_NB15
        && schema.columns().get(column).equals(RATE)
        && java.util.Arrays.stream(rateOf).noneMatch(place -> place == ABSENT);
  }

  /**
   * @param cells by column of the header, trimmed
   * @throws RowRejected naming the column that should hold a number and does not
   */
  Features values(IntFunction<String> cells) throws RowRejected {
    var values = new ArrayList<String>(places.length);
    for (int i = 0; i < places.length; i++) {
      if (places[i] == ABSENT) {
        values.add(rate(cells));
        continue;
      }
      String cell = cells.apply(places[i]);
      if (words[i]) {
        requireText(schema.columns().get(i), cell);
      } else {
        requireNumber(schema.columns().get(i), cell);
      }
      values.add(cell);
    }
    return new Features(schema.wireName(), values);
  }

  private static void requireText(String column, String cell) throws RowRejected {
    if (!WordCell.isText(cell)) {
      throw new RowRejected(column, cell, WordCell.EXPECTED);
    }
  }

  /** Infinity is a number here, and NaN, the dash and nothing are how these files say that there is none. */
  private static void requireNumber(String column, String cell) throws RowRejected {
    if (Double.isNaN(NumberCell.decimal(cell)) && !NumberCell.saysNothing(cell)) {
      throw new RowRejected(column, cell, "a number, Infinity or NaN");
    }
  }

  /** As the partitions have it: intervals between packets, a second; 0 for a flow of no length. */
  private String rate(IntFunction<String> cells) throws RowRejected {
    double[] of = new double[rateOf.length];
    for (int i = 0; i < of.length; i++) {
      of[i] = NumberCell.decimal(cells.apply(rateOf[i]));
      if (!Double.isFinite(of[i])) {
        throw new RowRejected(RATE_OF.get(i), cells.apply(rateOf[i]), "a number");
      }
    }
    double rate = of[0] > 0 ? Math.max(0, of[1] + of[2] - 1) / of[0] : 0;
    return Double.toString(rate);
  }
}
