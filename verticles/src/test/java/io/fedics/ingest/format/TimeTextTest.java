package io.fedics.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTextTest {
  private final TimeText time = new TimeText();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1601998366.785668|2020-10-06T15:32:46.785668Z",
        "18.8|1970-01-01T00:00:18.8Z",
        "1601998366785.668|2020-10-06T15:32:46.785668Z",
        "1601998366785|2020-10-06T15:32:46.785Z",
        "1601998366785668|2020-10-06T15:32:46.785668Z",
        "1601998366785668001|2020-10-06T15:32:46.785668Z",
        "2018-03-24T17:15:20.600725Z|2018-03-24T17:15:20.600725Z",
        "2021-06-06T15:58:31.793839+0200|2021-06-06T13:58:31.793839Z",
        "2021-06-06T15:58:31.793839-02:30|2021-06-06T18:28:31.793839Z",
        "2021-06-06T15:58:31+02|2021-06-06T13:58:31Z",
        "2018-12-01 11:15:56.123456|2018-12-01T11:15:56.123456Z",
        "2018-12-01 11:15:56 UTC|2018-12-01T11:15:56Z",
        "2019/04/04 16:24:47.672448|2019-04-04T16:24:47.672448Z",
        "6/7/2017 10:15|2017-07-06T10:15:00Z",
        "06/07/2017 1:05:09 PM|2017-07-06T13:05:09Z",
        "6/7/2017 12:05 AM|2017-07-06T00:05:00Z",
        "31.12.2019 23:59:59|2019-12-31T23:59:59Z",
        "2020-02-29T00:00:00Z|2020-02-29T00:00:00Z",
        "1970-01-01T01:00:00+01:00|1970-01-01T00:00:00Z",
        "2016-12-31T23:59:60Z|2017-01-01T00:00:00Z"
      })
  void micros_usualSpellings_giveTheMoment(String text, Instant moment) {
    assertThat(micros(text))
        .isEqualTo(moment.getEpochSecond() * 1_000_000 + moment.getNano() / 1000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "XXXXXXXXXX.XXXXXX",
        "-5",
        "NaN",
        "Infinity",
        "yesterday",
        "2020-13-01T00:00:00Z",
        "2021-02-29 10:00:00",
        "2020-01-01",
        "2020-01-01T25:00:00Z",
        "2020-01-01T10:61:00Z",
        "2020-01-01T10",
        "1969-12-31T23:59:59Z",
        "2020-01-01T10:00:00 CEST",
        "2020-01-01T10:00:00.Z",
        "1970-01-01T00:30:00+01:00",
        "2200-01-01T00:00:00Z",
        "6/13/2017 10:15",
        "6/7/2017 13:05 PM",
        "2020-01-01T10:00:00+99:00",
        "1e30",
        "2020-01-01T10:00:00Zx",
        "2020-"
      })
  void micros_anythingElse_isNone(String text) {
    assertThat(micros(text)).isEqualTo(TimeText.NONE);
  }

  @Test
  void micros_anyIsoInstant_agreesWithThePlatform() {
    var random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      long micros = random.nextLong(0, 7_258_118_400L * 1_000_000);
      Instant moment = FlowMapping.instant(micros);
      assertThat(micros(moment.toString())).as(moment.toString()).isEqualTo(micros);
    }
  }

  private long micros(String text) {
    byte[] bytes = ("9" + text + "9").getBytes(StandardCharsets.UTF_8);
    return time.micros(bytes, 1, bytes.length - 1);
  }
}
