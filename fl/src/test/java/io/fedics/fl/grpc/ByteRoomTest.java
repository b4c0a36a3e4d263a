package io.fedics.fl.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ByteRoomTest {
  private final List<String> entered = new ArrayList<>();
  private final List<Runnable> timers = new ArrayList<>();
  private final ByteRoom room = new ByteRoom(10, timers::add);

  private ByteRoom.Lease enter(String name, long bytes) {
    return room.enter(bytes, () -> entered.add(name));
  }

  @Test
  void enter_noRoom_waitsInOrderUntilSomeIsGivenBack() {
    ByteRoom.Lease first = enter("a", 6);
    enter("b", 4);
    ByteRoom.Lease third = enter("c", 6);
    enter("d", 1);
    assertThat(entered).containsExactly("a", "b");
    assertThat(third.isLent()).isFalse();
    first.end();
    assertThat(entered).containsExactly("a", "b", "c");
    first.end(); // a second time frees nothing
    assertThat(entered).hasSize(3);
  }

  @Test
  void enter_largerThanAllThereIs_isAlone() {
    ByteRoom.Lease huge = enter("huge", 1_000);
    enter("a", 1);
    assertThat(entered).containsExactly("huge");
    huge.end();
    assertThat(entered).containsExactly("huge", "a");
  }

  @Test
  void end_whileWaiting_isForgotten() {
    ByteRoom.Lease first = enter("a", 10);
    enter("b", 5).end();
    enter("c", 5);
    first.end();
    assertThat(entered).containsExactly("a", "c");
  }

  @Test
  void loan_tooLong_holdsNobodyUp() {
    ByteRoom.Lease slow = enter("slow", 10);
    enter("a", 10);
    timers.getFirst().run();
    assertThat(entered).containsExactly("slow", "a");
    slow.end();
    enter("b", 10);
    assertThat(entered).hasSize(2); // what slow held was given back once
  }
}
