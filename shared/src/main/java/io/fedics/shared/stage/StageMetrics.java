package io.fedics.shared.stage;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Counters of one stage in one process. The law: {@code read = written_from + ignored + dead_lettered + in_flight +
 * reread}. Alert when {@link #difference} is not 0 between two batches.
 *
 * <p>{@code written_from} are records handed to the stage's decision or rows; {@code reread} are repeats, known by their
 * {@code seq}. A batch that fails is read again: what was counted of it is taken back.
 */
public final class StageMetrics {
  /** What the dashboards ask of: the promises (60 ms to a finding, 350 ms to a browser) are edges. */
  private static final Duration[] LATENCY_EDGES = Stream.of(
          5, 10, 20, 40, 60, 100, 200, 350, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000)
      .map(Duration::ofMillis)
      .toArray(Duration[]::new);

  private final String stage;
  private final LongAdder read = new LongAdder();
  private final LongAdder writtenFrom = new LongAdder();
  private final LongAdder ignored = new LongAdder();
  private final LongAdder deadLettered = new LongAdder();
  private final LongAdder reread = new LongAdder();
  private final LongAdder inFlight = new LongAdder();
  private final LongAdder written = new LongAdder();
  private final LongAdder retried = new LongAdder();
  private final LongAdder fenced = new LongAdder();
  private final Map<Object, Map<String, Long>> unread = new ConcurrentHashMap<>();
  private final Map<Object, Integer> setBack = new ConcurrentHashMap<>();
  private final LongAdder instances = new LongAdder();
  private final LongAdder workNanos = new LongAdder();
  private final Timer latency;

  /**
   * Registers {@code fedics.<stage>.records.*}, {@code fedics.<stage>.events.written} and so on. Each has the tag {@code
   * stage} too, so that one query can ask all stages: a rate forgets the name.
   */
  public StageMetrics(String stage, MeterRegistry registry) {
    this.stage = stage;
    counter(registry, "records.read", read);
    counter(registry, "records.written_from", writtenFrom);
    counter(registry, "records.ignored", ignored);
    counter(registry, "records.dead_lettered", deadLettered);
    counter(registry, "records.reread", reread);
    counter(registry, "events.written", written);
    counter(registry, "batches.retried", retried);
    counter(registry, "claims.fenced", fenced);
    FunctionCounter.builder(name("work.seconds"), this, StageMetrics::workSeconds)
        .description("processor time of decoding, deciding and encoding")
        .tag("stage", stage)
        .register(registry);
    gauge(registry, "records.in_flight", inFlight, LongAdder::sum);
    gauge(registry, "records.lag", this, StageMetrics::lag);
    gauge(registry, "records.unaccounted", this, StageMetrics::difference);
    latency = Timer.builder(name("record.latency"))
        .description("broker's time stamp to everything it caused acknowledged")
        .tag("stage", stage)
        .publishPercentiles(0.5, 0.95, 0.99) // for the snapshot; Prometheus gets the buckets
        .serviceLevelObjectives(LATENCY_EDGES)
        .distributionStatisticExpiry(Duration.ofMinutes(1))
        .register(registry);
  }

  private void counter(MeterRegistry registry, String name, LongAdder value) {
    FunctionCounter.builder(name(name), value, LongAdder::sum)
        .tag("stage", stage)
        .register(registry);
  }

  private <T> void gauge(MeterRegistry registry, String name, T of, ToDoubleFunction<T> value) {
    Gauge.builder(name(name), of, value).tag("stage", stage).register(registry);
  }

  private String name(String what) {
    return "fedics." + stage + '.' + what;
  }

  public String stage() {
    return stage;
  }

  /** One batch: counted while in flight, settled when all it caused is acknowledged, or taken back. */
  Tally begin(long records) {
    read.add(records);
    inFlight.add(records);
    return new Tally(records);
  }

  void wrote(long events) {
    written.add(events);
  }

  /** A batch goes back to the last save: a neighbour is away. */
  void retried() {
    retried.increment();
  }

  /** Another instance has claimed what this one thought its own. */
  void fenced() {
    fenced.increment();
  }

  /** A batch was decoded, decided and encoded, on one thread. */
  void worked(long cpuNanos) {
    workNanos.add(cpuNanos);
  }

  /** Processor time spent on decoding, deciding and encoding; not on polling, sending and the database's client. */
  public double workSeconds() {
    return workNanos.sum() / 1e9;
  }

  /** Polls that brought records. */
  public long batches() {
    return latency.count();
  }

  /**
   * @param reader whose they are: a stage may have several in a process
   * @param records it has not read yet, by partition
   */
  void unread(Object reader, Map<String, Long> records) {
    unread.put(reader, Map.copyOf(records));
  }

  private Map<String, Long> unread() {
    Map<String, Long> all = new TreeMap<>();
    unread
        .values()
        .forEach(one -> one.forEach((partition, count) -> all.merge(partition, count, Long::sum)));
    return all;
  }

  /** Records not read yet, over the partitions of its readers. */
  public long lag() {
    return unread.values().stream().mapToLong(UnreadRecords::sum).sum();
  }

  /**
   * @param reader whose they are
   * @param partitions that went back to their last save and have not come further since
   */
  void setBack(Object reader, int partitions) {
    setBack.put(reader, partitions);
  }

  void deployed(int change) {
    instances.add(change);
  }

  void took(long millis) {
    latency.record(Math.max(millis, 0), TimeUnit.MILLISECONDS);
  }

  /** {@code read − (written_from + ignored + dead_lettered + in_flight + reread)}: 0, or an alarm. */
  public long difference() {
    return read.sum()
        - writtenFrom.sum()
        - ignored.sum()
        - deadLettered.sum()
        - inFlight.sum()
        - reread.sum();
  }

  /** Records that are done with: what they caused is acknowledged. */
  public long handled() {
    return writtenFrom.sum() + ignored.sum() + deadLettered.sum() + reread.sum();
  }

  /** As numbers, for people and the API. */
  public Snapshot snapshot() {
    ValueAtPercentile[] percentiles = latency.takeSnapshot().percentileValues();
    return new Snapshot(
        stage,
        instances.sum(),
        read.sum(),
        writtenFrom.sum(),
        ignored.sum(),
        deadLettered.sum(),
        inFlight.sum(),
        reread.sum(),
        written.sum(),
        unread(),
        setBack.values().stream().mapToLong(Integer::longValue).sum(),
        percentiles[0].value(TimeUnit.MILLISECONDS),
        percentiles[1].value(TimeUnit.MILLISECONDS),
        percentiles[2].value(TimeUnit.MILLISECONDS));
  }

  /**
   * Counters at one moment.
   *
   * @param written events it wrote
   * @param unread records not read yet, by partition as in {@code network_data/3}, in that order
   * @param setBack partitions that went back to their last save and have not come further since
   */
  public record Snapshot(
      String stage,
      long instances,
      long read,
      long writtenFrom,
      long ignored,
      long deadLettered,
      long inFlight,
      long reread,
      long written,
      Map<String, Long> unread,
      long setBack,
      double p50Millis,
      double p95Millis,
      double p99Millis) {
    public Snapshot {
      unread = Collections.unmodifiableMap(new TreeMap<>(unread));
    }

    /** Records not read yet, over its partitions. */
    public long lag() {
      return UnreadRecords.sum(unread);
    }

    public long difference() {
      return read - writtenFrom - ignored - deadLettered - inFlight - reread;
    }
  }

  /** Counts of one batch. Not thread-safe. */
  final class Tally {
    private final long records;
    private long handled;
    private long unused;
    private long malformed;
    private long repeated;

    private Tally(long records) {
      this.records = records;
    }

    void handled() {
      handled++;
    }

    void ignored() {
      unused++;
    }

    void deadLettered() {
      malformed++;
    }

    void reread() {
      repeated++;
    }

    void settle() {
      inFlight.add(-records);
      writtenFrom.add(handled);
      ignored.add(unused);
      deadLettered.add(malformed);
      reread.add(repeated);
    }

    void takeBack() {
      inFlight.add(-records);
      read.add(-records);
    }
  }
}
