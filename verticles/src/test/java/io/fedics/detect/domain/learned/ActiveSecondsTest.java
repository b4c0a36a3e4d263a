package io.fedics.detect.domain.learned;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.shared.codec.StateCodec;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ActiveSecondsTest {
  private static final long START = 1_790_000_000L;
  private static final int STEPS = SequenceMemory.STEPS;

  @Test
  void write_busyAndSilentMinutes_isTheLastMinute() {
    var random = new Random(3);
    var seconds = new ActiveSeconds();
    var all = new TreeMap<Long, Byte>();
    long newest = START - 1;
    for (int i = 0; i < 2_000; i++) {
      boolean busy = i / 200 % 2 == 0;
      long second = newest + 1 + (busy ? random.nextInt(2) : random.nextInt(90));
      byte value = (byte) random.nextInt(1, 256);
      int at = seconds.add(second, newest);
      Arrays.fill(seconds.rows(), at, at + HostSecondFeatures.COUNT, value);
      all.put(second, value);
      newest = second;
      if (i % 37 == 0) {
        var codec = new StateCodec();
        seconds = codec.decode(codec.encode(seconds), ActiveSeconds.class);
      }
      assertThat(window(seconds, newest)).isEqualTo(expected(all, newest));
    }
  }

  @Test
  void add_hostThatFellSilent_givesRoomBack() {
    var seconds = new ActiveSeconds();
    for (long second = START; second < START + 100; second++) {
      seconds.add(second, second - 1);
    }
    int busy = seconds.rows().length;
    for (long second = START + 200; second < START + 400; second += 50) {
      seconds.add(second, second - 50);
    }
    assertThat(seconds.rows().length).isLessThan(busy / 4);
  }

  private static float[] window(ActiveSeconds seconds, long newest) {
    var window = new float[STEPS * HostSecondFeatures.COUNT];
    Arrays.fill(window, Float.NaN);
    seconds.write(newest, window, 0);
    return window;
  }

  private static float[] expected(NavigableMap<Long, Byte> all, long newest) {
    var window = new float[STEPS * HostSecondFeatures.COUNT];
    all.tailMap(newest - STEPS + 1).forEach((second, value) -> {
      int step = (int) (second - newest) + STEPS - 1;
      int from = step * HostSecondFeatures.COUNT;
      Arrays.fill(window, from, from + HostSecondFeatures.COUNT, HostSecondFeatures.value(value));
    });
    return window;
  }
}
