package io.fedics.ingest.simulate.domain;

import static io.fedics.ingest.simulate.domain.Schedule.Group.MACHINES;
import static io.fedics.ingest.simulate.domain.Schedule.Group.PEOPLE;
import static io.fedics.ingest.simulate.domain.Schedule.Group.POLLING;
import static io.fedics.ingest.simulate.domain.Schedule.Group.SELDOM;

import io.fedics.shared.event.FlowBuilder;
import io.fedics.shared.event.IcsMessage;
import java.util.List;

/** What controllers are asked and told: Modbus, DNP3, OPC UA and MQTT. */
final class ControlWork {
  static final int MODBUS = 502;
  private static final int DNP3 = 20_000;
  private static final int OPC_UA = 4_840;

  /** Seconds between two polls of one block; scaled with the plant's rate. */
  private static final double[] PANEL_PERIODS = {1, 1, 2, 5};

  private static final double ARCHIVE_PERIOD = 10;
  private static final double JITTER = 0.02;

  private final Plant plant;
  private final Schedule schedule;
  private final Dice dice;

  ControlWork(Plant plant, Schedule schedule, Dice dice) {
    this.plant = plant;
    this.schedule = schedule;
    this.dice = dice;
  }

  void add() {
    for (Device plc : plant.all(DeviceKind.PLC)) {
      poll(plant.panelOf(plc), plc, period());
      poll(plant.serverFor(DeviceKind.HISTORIAN, plc), plc, ARCHIVE_PERIOD);
      watch(engineerOf(plc), plc);
      engineer(engineerOf(plc), plc);
    }
    for (Device rtu : plant.all(DeviceKind.RTU)) {
      if (rtu.number() % 3 == 2) {
        pollDnp3(plant.serverFor(DeviceKind.OPC_SERVER, rtu), rtu);
      } else {
        poll(plant.panelOf(rtu), rtu, 2 * period());
      }
      publish(rtu, plant.serverFor(DeviceKind.BROKER, rtu));
    }
    for (Device panel : plant.all(DeviceKind.HMI)) {
      operate(panel);
      readOpc(panel, plant.serverFor(DeviceKind.OPC_SERVER, panel));
    }
    for (Device historian : plant.all(DeviceKind.HISTORIAN)) {
      readOpc(historian, plant.serverFor(DeviceKind.OPC_SERVER, historian));
    }
  }

  private double period() {
    return PANEL_PERIODS[dice.below(PANEL_PERIODS.length)];
  }

  private Device engineerOf(Device plc) {
    return plant.serverFor(DeviceKind.ENGINEERING, plc);
  }

  /** One block of registers, always the same one, read again and again. */
  private void poll(Device master, Device controller, double period) {
    int function = dice.chance(0.8) ? 3 : 4;
    long address = 100L * dice.below(20);
    long quantity = dice.pick(8, 16, 32, 64, 120);
    schedule.add(
        POLLING,
        Timing.every(period, JITTER),
        1,
        (at, dice, wire) -> wire.send(
            dice.chance(0.0005)
                ? noAnswer(at, dice, master, controller)
                : read(at, dice, master.address(), controller, function, address, quantity)));
  }

  private static FlowBuilder noAnswer(long at, Dice dice, Device master, Device controller) {
    return Conversation.unanswered(
        at, dice, master.address(), controller.address(), MODBUS, 3_000_000, 3);
  }

  static FlowBuilder read(
      long at,
      Dice dice,
      String master,
      Device controller,
      int function,
      long address,
      long quantity) {
    long micros = dice.size(6_000, 0.4);
    return Conversation.tcp(
            at, dice, master, controller.address(), MODBUS, "modbus", micros, 12, 9 + 2 * quantity)
        .ics(
            new IcsMessage("modbus", unitOf(controller), function, false, address, quantity, null));
  }

  /** Function 5 sets one coil, 6 one register, 15 and 16 several. */
  static FlowBuilder write(
      long at,
      Dice dice,
      String master,
      Device controller,
      int function,
      long address,
      double value) {
    long quantity = function >= 15 ? dice.between(2, 16) : 1;
    long out = function >= 15 ? 13 + 2 * quantity : 12;
    long micros = dice.size(9_000, 0.4);
    return Conversation.tcp(
            at, dice, master, controller.address(), MODBUS, "modbus", micros, out, 12)
        .ics(
            new IcsMessage("modbus", unitOf(controller), function, true, address, quantity, value));
  }

  private static int unitOf(Device controller) {
    return 1 + controller.number() % 247;
  }

  private void pollDnp3(Device master, Device station) {
    schedule.add(POLLING, Timing.every(5, JITTER), 1, (at, dice, wire) -> {
      long micros = dice.size(40_000, 0.5);
      long in = dice.size(180, 0.3);
      wire.send(Conversation.tcp(
              at, dice, master.address(), station.address(), DNP3, "dnp3", micros, 27, in)
          .ics(new IcsMessage("dnp3", 1 + station.number(), 1, false, null, null, null)));
    });
  }

  /** Diagnostics of the engineering tool that stays open all day. */
  private void watch(Device engineer, Device plc) {
    schedule.add(
        MACHINES,
        Timing.every(dice.between(40.0, 80.0), 0.05),
        1,
        (at, dice, wire) -> wire.send(read(at, dice, engineer.address(), plc, 3, 9_000, 10)));
  }

  /** A change of program or parameters: a few writes within some minutes. */
  private void engineer(Device engineer, Device plc) {
    List<Device> colleagues = plant.all(DeviceKind.ENGINEERING);
    double seconds = 3 * 3_600.0 * plant.all(DeviceKind.PLC).size() / colleagues.size();
    schedule.add(SELDOM, Timing.byPeopleEvery(seconds), 9, (at, dice, wire) -> {
      long when = at;
      for (int left = dice.between(3, 15); left > 0; left--) {
        wire.later(
            when,
            dice,
            (then, d, w) -> w.send(write(
                then,
                d,
                engineer.address(),
                plc,
                d.chance(0.6) ? 16 : 6,
                400 + d.below(40),
                d.below(1_000))));
        when += (long) dice.exponential(12 * Timing.SECOND);
      }
    });
  }

  /** An operator changes a set point of one of the panel's own controllers. */
  private void operate(Device panel) {
    List<Device> own = plant.all(DeviceKind.PLC).stream()
        .filter(plc -> plant.panelOf(plc).equals(panel))
        .toList();
    if (own.isEmpty()) {
      return;
    }
    schedule.add(
        MACHINES,
        Timing.onAverageEvery(dice.between(90.0, 300.0)),
        1,
        (at, dice, wire) -> wire.send(write(
            at,
            dice,
            panel.address(),
            dice.pick(own),
            dice.chance(0.8) ? 6 : 16,
            40_000 + dice.below(8),
            20 + dice.below(60))));
    schedule.add(
        PEOPLE,
        Timing.byPeopleEvery(600),
        1,
        (at, dice, wire) -> wire.send(write(
            at,
            dice,
            panel.address(),
            dice.pick(own),
            6,
            40_000 + dice.below(8),
            20 + dice.below(60))));
  }

  /** Subscriptions: long connections that are renewed, and short reads between. */
  private void readOpc(Device client, Device server) {
    schedule.add(
        MACHINES,
        Timing.every(10, JITTER),
        1,
        (at, dice, wire) -> wire.send(opc(at, dice, client, server, dice.size(60_000, 0.5), 1)));
    schedule.add(
        SELDOM,
        Timing.every(dice.between(1_200.0, 3_600.0), 0.1),
        1,
        (at, dice, wire) ->
            wire.send(opc(at, dice, client, server, dice.size(1_800 * 1e6, 0.4), 400)));
  }

  private static FlowBuilder opc(
      long at, Dice dice, Device client, Device server, long micros, long messages) {
    long out = messages * dice.size(350, 0.2);
    long in = messages * dice.size(1_400, 0.3);
    return Conversation.tcp(
        at, dice, client.address(), server.address(), OPC_UA, "opc-ua", micros, out, in);
  }

  /** Field telemetry over a connection that is kept alive for long; reported when it is renewed. */
  private void publish(Device rtu, Device broker) {
    double period = dice.between(120.0, 600.0);
    schedule.add(MACHINES, Timing.every(period, 0.03), 1, (at, dice, wire) -> {
      long micros = (long) (period * 0.97 * Timing.SECOND);
      long out = (long) (period * dice.between(18.0, 22.0));
      wire.send(Conversation.tcp(
          at, dice, rtu.address(), broker.address(), 8_883, "mqtt", micros, out, out / 8 + 40));
    });
  }
}
