package io.fedics.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is counted must be noticed: rows are taken away, doubled and invented. */
class DeliveryTest {
  @TempDir
  private Path folder = Path.of("");

  private static final List<UUID> IDS = IntStream.range(0, 5_000)
      .mapToObj(n -> io.fedics.shared.event.EventId.of("delivery", n))
      .toList();

  private Delivery count(List<UUID> sent, List<UUID> stored) throws IOException {
    try (var left = new EventMoments(folder.resolve("sent"));
        var right = new EventMoments(folder.resolve("stored"))) {
      sent.forEach(id -> left.add(id, 1));
      stored.reversed().forEach(id -> right.add(id, 0));
      return Delivery.of(left, right);
    }
  }

  @Test
  void of_everyIdInOneRow_isExact() throws IOException {
    assertThat(count(IDS, IDS)).isEqualTo(new Delivery(5_000, 5_000, 0, 0, 0));
  }

  @Test
  void of_rowsTakenAway_areLost() throws IOException {
    List<UUID> stored = IDS.stream()
        .filter(id -> !id.equals(IDS.get(7)) && !id.equals(IDS.get(4_999)))
        .toList();
    assertThat(count(IDS, stored)).isEqualTo(new Delivery(5_000, 4_998, 2, 0, 0));
  }

  @Test
  void of_rowsTwiceAndThrice_areDuplicated() throws IOException {
    List<UUID> stored = new java.util.ArrayList<>(IDS);
    stored.addAll(List.of(IDS.get(3), IDS.get(3), IDS.get(9)));
    assertThat(count(IDS, stored)).isEqualTo(new Delivery(5_000, 5_003, 0, 3, 0));
  }

  @Test
  void of_rowsNobodySent_areUnknown() throws IOException {
    List<UUID> stored = new java.util.ArrayList<>(IDS);
    stored.addAll(List.of(new UUID(-1, 5), new UUID(0, 0), new UUID(Long.MAX_VALUE, 1)));
    assertThat(count(IDS, stored)).isEqualTo(new Delivery(5_000, 5_003, 0, 0, 3));
  }

  @Test
  void of_sameIdSentTwiceAndStoredOnce_isExact() throws IOException {
    List<UUID> sent = new java.util.ArrayList<>(IDS);
    sent.add(IDS.get(11));
    assertThat(count(sent, IDS)).isEqualTo(new Delivery(5_000, 5_000, 0, 0, 0));
  }

  @Test
  void of_nothingSentNothingStored_isExact() throws IOException {
    assertThat(count(List.of(), List.of())).isEqualTo(new Delivery(0, 0, 0, 0, 0));
  }

  @Test
  void part_listThatCouldNotBeWritten_isToldAndNotCounted() throws IOException {
    var list = new EventMoments(folder.resolve("broken"));
    list.close();
    for (int n = 0; n < 5_000; n++) {
      list.add(IDS.get(n), n);
    }
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> list.part(0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("broken");
    assertThat(Files.isDirectory(folder.resolve("broken"))).isTrue();
  }
}
