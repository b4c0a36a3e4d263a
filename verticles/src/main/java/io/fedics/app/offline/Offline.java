package io.fedics.app.offline;

import io.fedics.shared.event.Event;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.Progress;
import io.fedics.shared.event.Sighting;
import io.fedics.shared.stage.DerivedSource;
import io.fedics.shared.topic.Partitioner;
import io.fedics.shared.topic.Topic;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.ObjIntConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The whole pipeline without broker and database: the same decisions by direct calls. It is what {@code detect} runs
 * over a file, and what the pipeline through the real broker must equal. Not thread-safe.
 */
public final class Offline {
  private static final DerivedSource INGEST = new DerivedSource("ingest", 0);

  private final OfflineLog log;
  private final OfflineTally tally = new OfflineTally();
  private final Partitioner partitioner;
  private final Map<String, Location> locations = new HashMap<>();
  private final Map<String, Long> newest = new TreeMap<>();
  private final @Nullable RandomGenerator turns;
  private long flows;

  /** Degrees, north and east positive. */
  private record Location(double latitude, double longitude) {}

  /**
   * @param partitions of every topic; the result does not depend on it
   * @param written told of everything decided, as it is decided
   */
  public Offline(OfflineStages stages, int partitions, BiConsumer<Topic, Event> written) {
    this(stages, partitions, written, null);
  }

  /** With readers taking turns at random, as on a busy machine; the result does not depend on it. */
  public Offline(
      OfflineStages stages,
      int partitions,
      BiConsumer<Topic, Event> written,
      @Nullable RandomGenerator turns) {
    this(stages::readFrom, partitions, written, turns);
  }

  /** Only what stands before the verdict. */
  public static Offline detecting(
      OfflineStages stages, int partitions, BiConsumer<Topic, Event> written) {
    return new Offline(stages::detect, partitions, written, null);
  }

  private Offline(
      ObjIntConsumer<OfflineLog> readers,
      int partitions,
      BiConsumer<Topic, Event> written,
      @Nullable RandomGenerator turns) {
    this.partitioner = new Partitioner(partitions);
    this.turns = turns;
    this.log = new OfflineLog(partitions, (topic, event) -> {
      tally.add(topic, event);
      written.accept(topic, event);
    });
    readers.accept(log, partitions);
  }

  /** Where a site is, for impossible travel. */
  void locate(String site, double latitude, double longitude) {
    locations.put(site, new Location(latitude, longitude));
  }

  /**
   * @param flow of each site in order of {@code observed_at}
   */
  public void accept(FlowObserved flow) {
    flows++;
    long second = flow.second();
    Long before = newest.put(flow.site(), second);
    if (before != null && second > before) {
      pass(flow.site(), second - 1);
    }
    log.toHost(Topic.NETWORK_DATA, flow.keyHost(), flow);
    sight(flow, "account", flow.account());
    sight(flow, "asset", flow.asset());
    turn();
  }

  /** Passes the newest second of every site. */
  public OfflineResult finish() {
    newest.forEach(this::pass);
    log.drain();
    return tally.result(flows);
  }

  private void turn() {
    if (turns == null) {
      log.drain();
      return;
    }
    for (int i = turns.nextInt(4); i > 0; i--) {
      log.step(turns);
    }
  }

  private void pass(String site, long second) {
    log.toAllPartitions(
        Topic.NETWORK_DATA,
        new Progress(
            site,
            INGEST.of(site),
            DerivedSource.seq(second, DerivedSource.LAST),
            INGEST.stage(),
            INGEST.partition(),
            second,
            0));
  }

  private void sight(FlowObserved flow, String kind, @Nullable String name) {
    Location location = locations.get(flow.site());
    if (name == null || location == null) {
      return;
    }
    String subject = kind + ':' + name;
    var sighting = new Sighting(
        EventId.of(flow.eventId(), "sighting", kind),
        flow.site(),
        flow.observedAt(),
        flow.source() + '/' + kind,
        flow.seq(),
        subject,
        flow.srcIp(),
        location.latitude,
        location.longitude);
    log.toPartition(Topic.SIGHTINGS, partitioner.partitionOf("", subject), sighting);
  }
}
