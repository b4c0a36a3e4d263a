package io.fedics.ingest.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.fedics.fl.model.record.WordCell;
import io.fedics.shared.address.IpAddress;
import io.fedics.shared.codec.EventCodec;
import io.fedics.shared.error.StageException;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.FlowBuilder;
import io.fedics.shared.event.FlowObserved;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Our own files, as {@code simulate --out} writes them: a {@code flow/1} record a line, before them at most one line
 * {@code {"schema":"simulation/1","sites":{"demo":{"latitude":…,"longitude":…}}}}. Records keep their site; identity,
 * source and sequence are given anew by ingest. Records of other schemas are skipped.
 */
final class FedicsParser implements LineParser {
  private static final byte[] HEAD = "\"simulation/".getBytes(StandardCharsets.US_ASCII);
  /** The schema comes first; a person may have put blanks before it. */
  private static final int HEAD_WITHIN = 32;

  private static final EventCodec CODEC = new EventCodec();
  private static final JsonFactory JSON = new JsonFactory();
  private static final int LONGEST_SITE = 32;

  @Override
  public void line(LineReader line, RowSink sink) throws RowRejected {
    if (line.isBlank()) {
      return;
    }
    byte[] record = line.bytes();
    if (isHead(record)) {
      head(record, line, sink);
      return;
    }
    if (!(decode(record, line) instanceof FlowObserved flow)) {
      sink.skipped("other record");
      return;
    }
    if (!isSite(flow.site())) {
      throw new RowRejected("site", flow.site(), "1 to 32 of a-z, 0-9 and -");
    }
    requirePrintable("account", flow.account());
    requirePrintable("asset", flow.asset());
    requirePrintable("service", flow.service());
    requirePrintable("protocol", flow.protocol());
    requirePrintable("sensor", flow.sensor());
    sink.flowOfSite(line.number(), copy(flow), flow.site());
  }

  private Event decode(byte[] record, LineReader line) throws RowRejected {
    try {
      return CODEC.decode(record);
    } catch (StageException e) {
      throw new RowRejected(
          Rejection.ROW, line.head(), "a flow/1 record; " + e.failure().detail());
    }
  }

  private static void requirePrintable(String field, @Nullable String text) throws RowRejected {
    if (text != null && WordCell.hasControl(text)) {
      throw new RowRejected(field, text, WordCell.EXPECTED);
    }
  }

  static boolean isSite(String site) {
    if (site.isEmpty() || site.length() > LONGEST_SITE) {
      return false;
    }
    return site.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
  }

  private static boolean isHead(byte[] record) {
    for (int at = 1; at < HEAD_WITHIN && at + HEAD.length < record.length; at++) {
      if (Arrays.equals(record, at, at + HEAD.length, HEAD, 0, HEAD.length)) {
        return true;
      }
    }
    return false;
  }

  private static void head(byte[] record, LineReader line, RowSink sink) throws RowRejected {
    try (JsonParser json = JSON.createParser(record)) {
      json.nextToken();
      String key = json.nextFieldName();
      while (key != null) {
        if (json.nextToken() == JsonToken.START_OBJECT && key.equals("sites")) {
          sites(json, sink);
        } else {
          json.skipChildren();
        }
        key = json.nextFieldName();
      }
    } catch (IOException e) {
      throw new RowRejected(
          Rejection.ROW, line.head(), "the head of a simulation/1 file, with sites");
    }
  }

  private static void sites(JsonParser json, RowSink sink) throws IOException, RowRejected {
    String site = json.nextFieldName();
    while (site != null) {
      location(site, json, sink);
      site = json.nextFieldName();
    }
  }

  private static void location(String site, JsonParser json, RowSink sink)
      throws IOException, RowRejected {
    double latitude = Double.NaN;
    double longitude = Double.NaN;
    if (json.nextToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      throw new RowRejected(
          "sites." + site, json.getText(), "an object with latitude and longitude");
    }
    String key = json.nextFieldName();
    while (key != null) {
      boolean number = json.nextToken().isNumeric();
      switch (key) {
        case "latitude" -> latitude = number ? json.getDoubleValue() : Double.NaN;
        case "longitude" -> longitude = number ? json.getDoubleValue() : Double.NaN;
        default -> json.skipChildren();
      }
      key = json.nextFieldName();
    }
    boolean onEarth = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
    if (!isSite(site) || !onEarth) {
      throw new RowRejected(
          "sites." + site,
          latitude + ", " + longitude,
          "a site with latitude −90 to 90 and longitude −180 to 180");
    }
    sink.location(site, latitude, longitude);
  }

  private static @Nullable String addressOf(@Nullable String host) {
    return host == null ? null : IpAddress.canonical(host);
  }

  private static FlowBuilder copy(FlowObserved flow) {
    return FlowObserved.builder(flow.sensor(), flow.observedAt())
        .startedAt(flow.startedAt())
        .srcIp(addressOf(flow.srcIp()))
        .srcPort(flow.srcPort())
        .dstIp(addressOf(flow.dstIp()))
        .dstPort(flow.dstPort())
        .protocol(flow.protocol())
        .service(flow.service())
        .state(flow.state())
        .durationMicros(flow.durationMicros())
        .bytesOut(flow.bytesOut())
        .bytesIn(flow.bytesIn())
        .packetsOut(flow.packetsOut())
        .packetsIn(flow.packetsIn())
        .tcpFlags(flow.tcpFlags())
        .communityId(flow.communityId())
        .account(flow.account())
        .asset(flow.asset())
        .ics(flow.ics())
        .features(flow.features())
        .sensorAlerts(flow.sensorAlerts());
  }
}
