package io.fedics.app.bench;

import io.fedics.app.bench.EventMoments.Moment;
import java.io.IOException;
import java.util.List;

/**
 * What was published, against what is stored.
 *
 * @param sent different ids that were acknowledged
 * @param stored rows
 * @param lost ids that were sent and are in no row
 * @param duplicated rows beyond the first of an id
 * @param unknown rows whose id was never sent
 */
record Delivery(long sent, long stored, long lost, long duplicated, long unknown) {

  static Delivery of(EventMoments sent, EventMoments stored) throws IOException {
    var count = new Delivery(0, 0, 0, 0, 0);
    for (int part = 0; part < EventMoments.PARTS; part++) {
      count = count.plus(ofPart(sent.part(part), stored.part(part)));
    }
    return count;
  }

  private Delivery plus(Delivery other) {
    return new Delivery(
        sent + other.sent,
        stored + other.stored,
        lost + other.lost,
        duplicated + other.duplicated,
        unknown + other.unknown);
  }

  /** Both in order of id. */
  private static Delivery ofPart(List<Moment> sent, List<Moment> rows) {
    long ids = 0;
    long lost = 0;
    long duplicated = 0;
    long unknown = 0;
    int row = 0;
    for (int i = 0; i < sent.size(); i++) {
      Moment one = sent.get(i);
      if (i > 0 && Moment.BY_ID.compare(sent.get(i - 1), one) == 0) {
        continue; // sent again, as at-least-once allows
      }
      ids++;
      for (; row < rows.size() && Moment.BY_ID.compare(rows.get(row), one) < 0; row++) {
        unknown++;
      }
      int first = row;
      while (row < rows.size() && Moment.BY_ID.compare(rows.get(row), one) == 0) {
        row++;
      }
      lost += row == first ? 1 : 0;
      duplicated += Math.max(0, row - first - 1);
    }
    return new Delivery(ids, rows.size(), lost, duplicated, unknown + rows.size() - row);
  }
}
