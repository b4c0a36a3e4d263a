package io.fedics.benchmark;

import io.fedics.ingest.format.FileFormat;
import io.fedics.ingest.format.Rejection;
import io.fedics.ingest.format.RowSink;
import io.fedics.shared.event.FlowBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
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

/** Rows of Zeek's conn.log into flows, from memory. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class FileReadBenchmark {
  private static final int ROWS = 20_000;

  private byte[] tsv = {};
  private byte[] json = {};

  /** The same flows of 3,000 hosts in both forms. */
  @Setup
  public void write() {
    var random = new Random(7);
    var tabs = new StringBuilder(
        "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration"
            + "\torig_bytes\tresp_bytes\tconn_state\thistory\torig_pkts\tresp_pkts\n");
    var objects = new StringBuilder();
    for (int i = 0; i < ROWS; i++) {
      int host = random.nextInt(3_000);
      String source = "10.0." + host / 250 + "." + (1 + host % 250);
      int port = 1024 + random.nextInt(60_000);
      String time = (1_700_000_000L + i / 50) + "." + (100_000 + random.nextInt(900_000));
      int bytes = random.nextInt(100_000);
      tabs.append(time)
          .append("\tC")
          .append(i)
          .append('\t')
          .append(source)
          .append('\t')
          .append(port);
      tabs.append("\t10.0.100.1\t502\ttcp\tmodbus\t0.250000\t").append(bytes);
      tabs.append("\t200\tSF\tShADadFf\t5\t4\n");
      objects.append("{\"ts\":").append(time).append(",\"uid\":\"C").append(i);
      objects
          .append("\",\"id.orig_h\":\"")
          .append(source)
          .append("\",\"id.orig_p\":")
          .append(port);
      objects.append(
          ",\"id.resp_h\":\"10.0.100.1\",\"id.resp_p\":502,\"proto\":\"tcp\",\"service\":\"modbus\"");
      objects.append(",\"duration\":0.25,\"orig_bytes\":").append(bytes);
      objects.append(",\"resp_bytes\":200,\"conn_state\":\"SF\",\"history\":\"ShADadFf\"");
      objects.append(",\"orig_pkts\":5,\"resp_pkts\":4}\n");
    }
    tsv = tabs.toString().getBytes(StandardCharsets.UTF_8);
    json = objects.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Rows per second of the TSV form. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public void zeekTsv(Blackhole sink) throws IOException {
    read(tsv, sink);
  }

  /** Rows per second of the JSON form. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public void zeekJson(Blackhole sink) throws IOException {
    read(json, sink);
  }

  private static void read(byte[] content, Blackhole sink) throws IOException {
    FileFormat.ZEEK.newReader().read(new ByteArrayInputStream(content), new Consuming(sink));
  }

  private record Consuming(Blackhole sink) implements RowSink {
    @Override
    public void flow(long line, FlowBuilder flow) {
      sink.consume(flow);
    }

    @Override
    public void reject(Rejection rejection) {
      throw new IllegalStateException(rejection.reason());
    }

    @Override
    public void skipped(String kind) {
      throw new IllegalStateException(kind);
    }
  }
}
