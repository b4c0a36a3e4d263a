package io.fedics.app.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.ingest.file.SiteSpan;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReplayCommandTest {
  @Test
  void endOf_fileOfOneMoment_isBehindIt() {
    var moment = Instant.parse("2023-11-14T22:13:20Z");
    assertThat(ReplayCommand.endOf(new SiteSpan(1, moment, moment)))
        .isEqualTo(Instant.parse("2023-11-14T22:13:21Z"));
  }

  @Test
  void alreadyThere_withALimit_doesNotSpeakOfTheWholeFile() {
    assertThat(ReplayCommand.alreadyThere("s2", 2, 4))
        .isEqualTo(
            "the first 2 of this file's 4 flows are at site s2 already; the same --limit adds nothing");
    assertThat(ReplayCommand.alreadyThere("s2", 4, 4))
        .isEqualTo("this file is at site s2 already; nothing to add");
  }

  @Test
  void endOf_lastFlowWithinASecond_isTheNextSecond() {
    var last = Instant.parse("2023-11-14T22:13:20.75Z");
    assertThat(ReplayCommand.endOf(new SiteSpan(2, Instant.EPOCH, last)))
        .isEqualTo(Instant.parse("2023-11-14T22:13:21Z"));
  }
}
