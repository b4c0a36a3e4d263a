package io.fedics.ingest.format;

import io.fedics.shared.event.FlowBuilder;
import io.fedics.shared.event.FlowObserved;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Keeps all that a reader finds. */
final class CollectedRows implements RowSink {
  final List<FlowObserved> flows = new ArrayList<>();
  final List<Long> lines = new ArrayList<>();
  final List<Rejection> rejections = new ArrayList<>();
  final Map<String, Integer> skipped = new HashMap<>();
  final Map<String, List<Double>> locations = new HashMap<>();

  static CollectedRows read(FileFormat format, String content) {
    return read(format, content.getBytes(StandardCharsets.UTF_8));
  }

  static CollectedRows read(FileFormat format, byte[] content) {
    var rows = new CollectedRows();
    try {
      format.newReader().read(new ByteArrayInputStream(content), rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }

  @Override
  public void flow(long line, FlowBuilder flow) {
    flowOfSite(line, flow, "test");
  }

  @Override
  public void flowOfSite(long line, FlowBuilder flow, String site) {
    lines.add(line);
    flows.add(flow.build(new UUID(0, line), site, "test", line));
  }

  @Override
  public void location(String site, double latitude, double longitude) {
    locations.put(site, List.of(latitude, longitude));
  }

  @Override
  public void reject(Rejection rejection) {
    rejections.add(rejection);
  }

  @Override
  public void skipped(String kind) {
    skipped.merge(kind, 1, Integer::sum);
  }
}
