package io.fedics.benchmark;

import io.fedics.ingest.SimulationFeed;
import io.fedics.ingest.simulate.domain.SimulationPlan;
import io.fedics.shared.codec.EventCodec;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.FlowObserved;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** JSON of simulated flows, written and read by hand on streams. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class FlowCodecBenchmark {
  private static final int FLOWS = 1_000;

  private final EventCodec codec = new EventCodec();
  private final FlowObserved[] flows = new FlowObserved[FLOWS];
  private final byte[][] json = new byte[FLOWS][];

  /** A thousand flows of a plant's daily work. */
  @Setup
  public void simulate() {
    var feed = new SimulationFeed(SimulationPlan.of(7, 50, Instant.parse("2026-11-20T09:00:00Z")));
    for (int n = 0; n < FLOWS; n++) {
      flows[n] = feed.next();
      json[n] = codec.encode(flows[n]);
    }
  }

  /** Flows per second written. */
  @Benchmark
  @OperationsPerInvocation(FLOWS)
  public void encode(Blackhole sink) {
    for (FlowObserved flow : flows) {
      sink.consume(codec.encode(flow));
    }
  }

  /** Flows per second read. */
  @Benchmark
  @OperationsPerInvocation(FLOWS)
  public void decode(Blackhole sink) {
    for (byte[] flow : json) {
      Event event = codec.decode(flow);
      sink.consume(event);
    }
  }
}
