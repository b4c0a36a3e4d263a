package io.fedics.ingest.file;

import io.fedics.ingest.format.Rejection;
import io.fedics.ingest.format.RowSink;
import io.fedics.shared.event.FlowBuilder;
import io.fedics.shared.event.FlowObserved;
import java.util.UUID;

/** Takes the rows of one file: counts them, and hands the flows to the sorter. */
final class FileRows implements RowSink {
  private static final UUID NO_ID = new UUID(0, 0);
  private static final int ROWS_BETWEEN_PROGRESS = 4096;

  private final int number;
  private final FlowFile file;
  private final FileBytes bytes;
  private final FlowSorter sorter;
  private final ReadTally tally;
  private final ReadListener listener;
  private final FlowBytes packer = new FlowBytes();
  private long rows;

  /**
   * @param number place of the file in the list
   * @param bytes asked how far the reading is
   */
  FileRows(
      int number,
      FlowFile file,
      FileBytes bytes,
      FlowSorter sorter,
      ReadTally tally,
      ReadListener listener) {
    this.number = number;
    this.file = file;
    this.bytes = bytes;
    this.sorter = sorter;
    this.tally = tally;
    this.listener = listener;
  }

  @Override
  public void flow(long line, FlowBuilder flow) {
    flowOfSite(line, flow, "");
  }

  @Override
  public void flowOfSite(long line, FlowBuilder builder, String site) {
    FlowObserved flow = builder.build(NO_ID, site, "", 0);
    tally.flow(site, flow.observedAt());
    long micros = FlowBytes.micros(flow.observedAt());
    sorter.add(new PackedFlow(micros, number, line, packer.pack(flow, site)));
    row();
  }

  @Override
  public void location(String site, double latitude, double longitude) {
    tally.location(site, new SiteLocation(latitude, longitude));
  }

  @Override
  public void reject(Rejection rejection) {
    tally.rejected();
    listener.rejected(file, rejection);
    row();
  }

  @Override
  public void skipped(String kind) {
    tally.skipped(kind);
    row();
  }

  private void row() {
    rows++;
    if (rows % ROWS_BETWEEN_PROGRESS == 0) {
      listener.progress(file, bytes.count(), rows);
    }
  }

  /** Tells the listener that the file is done. */
  void end() {
    listener.progress(file, file.size(), rows);
  }
}
