package io.fedics.ingest.simulate.domain;

import io.fedics.shared.event.FlowBuilder;
import io.fedics.shared.event.IcsMessage;

/**
 * Modbus/TCP between a master and a controller, one request a connection. Sizes: MODBUS Messaging on TCP/IP
 * Implementation Guide V1.0b, a header of 7 bytes before each message.
 *
 * @param unit of the controller, 1 to 247
 */
record Modbus(Route route, int unit) {
  static final int PORT = 502;
  static final int READ_HOLDING = 3;
  static final int READ_INPUT = 4;
  static final int WRITE_COIL = 5;
  static final int WRITE_ONE = 6;
  static final int WRITE_COILS = 15;
  static final int WRITE_SEVERAL = 16;

  static Modbus of(String master, Device controller) {
    Route route = new Route(master, controller.address(), PORT, "modbus");
    return new Modbus(route, 1 + controller.number() % 247);
  }

  FlowBuilder read(long at, Dice dice, int function, long address, long quantity) {
    return Conversation.tcp(at, dice, route, dice.size(6_000, 0.4), 12, 9 + 2 * quantity)
        .ics(new IcsMessage("modbus", unit, function, false, address, quantity, null));
  }

  /** Sets one coil or register, or two to sixteen of them. */
  FlowBuilder write(long at, Dice dice, int function, long address, double value) {
    boolean several = function == WRITE_COILS || function == WRITE_SEVERAL;
    long quantity = several ? dice.between(2, 16) : 1;
    long out = several ? 13 + 2 * quantity : 12;
    return Conversation.tcp(at, dice, route, dice.size(9_000, 0.4), out, 12)
        .ics(new IcsMessage("modbus", unit, function, true, address, quantity, value));
  }
}
