package io.fedics.ingest.format;

import io.fedics.shared.event.FeatureSchema;
import io.fedics.shared.event.FlowBuilder;
import io.fedics.shared.event.FlowState;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Files of a published data set: each row brings the set's own columns as {@code features}, and what they tell of a flow.
 *
 * <p>Where rows name no time, they are taken to have ended one after the other, ten a second from {@link
 * FileFormat#WITHOUT_TIME} on, in the order of the file: the same file is read the same way each time. Labels are never read. Rows of CICFlowMeter that
 * are the rest of an earlier row's connection are {@link FlowState#PARTIAL partial}.
 */
final class DataSetMapping implements SeparatedParser.Mapping {
  private static final long FIRST_MICROS = FileFormat.WITHOUT_TIME.getEpochSecond() * 1_000_000;
  private static final long MICROS_BETWEEN = 100_000;

  private final DataSetForm form;
  private final Columns columns;
  private final CutConnections cut = new CutConnections();
  private @Nullable FeatureColumns features;

  DataSetMapping(DataSetForm form) {
    this.form = form;
    this.columns = form.columns();
  }

  @Override
  public List<String> header(List<String> first) {
    List<String> header = form.isRow(first) ? form.namesOfRow(first) : first;
    columnsAre(header);
    return header;
  }

  void columnsAre(List<String> header) {
    features = FeatureColumns.of(form.schema(), header);
  }

  @Override
  public Columns columns() {
    return columns;
  }

  @Override
  public List<String> missing(Field[] fields) {
    return features().missing();
  }

  @Override
  public String title() {
    return form.title();
  }

  @Override
  public void row(long line, Row row, IntFunction<String> cells, RowSink sink) throws RowRejected {
    long start = form.isLocalClock() ? CaptureClock.ofCicids2017(row) : row.time(Field.START);
    long end = row.time(Field.END);
    boolean hasTime = start != Row.UNSET || end != Row.UNSET;
    long at = hasTime ? end : FIRST_MICROS + line * MICROS_BETWEEN;
    FlowBuilder flow = flow(row, cells, start, at);
    if (form.isOfCicFlowMeter() && start != Row.UNSET && isRest(row, start, flow.observedAt())) {
      flow.state(FlowState.PARTIAL);
    }
    sink.flow(line, flow);
  }

  private boolean isRest(Row row, long start, Instant end) throws RowRejected {
    return "tcp".equals(FlowMapping.protocol(row))
        && cut.isRest(row, FlowMapping.instant(start), end);
  }

  /**
   * @param start epoch microseconds, or {@link Row#UNSET}
   * @param end likewise; one of both must be set
   */
  FlowBuilder flow(Row row, IntFunction<String> cells, long start, long end) throws RowRejected {
    FlowBuilder flow = FlowMapping.flow(form.sensor(), row, start, end);
    return flow.state(stateOf(row)).features(features().values(cells));
  }

  private @Nullable FlowState stateOf(Row row) throws RowRejected {
    String state = row.text(Field.STATE);
    if (state == null) {
      return null;
    }
    Long answers = FlowMapping.packetsIn(row);
    return FlowMapping.orNull(
        form.schema() == FeatureSchema.UNSW_NB15
            ? FlowStates.ofAnyName(state, answers != null && answers > 0)
            : FlowStates.ofZeek(state));
  }

  private FeatureColumns features() {
    if (features == null) {
      throw new IllegalStateException("a row before its header");
    }
    return features;
  }

  /** The data set whose columns are all there; empty when no set's are. */
  static Optional<DataSetForm> of(List<String> first) {
    return Arrays.stream(DataSetForm.values())
        .filter(form -> form.isRow(first) || form.isHeader(first))
        .findFirst();
  }

  /** The data set that has at least half of its columns there: a file of it that lacks some. */
  static Optional<DataSetForm> nearest(List<String> first) {
    return Arrays.stream(DataSetForm.values())
        .filter(form -> form.isNearly(first))
        .findFirst();
  }
}
