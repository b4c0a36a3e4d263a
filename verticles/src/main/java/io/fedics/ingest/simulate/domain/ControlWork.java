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
  private static final int DNP3 = 20_000;
  private static final int OPC_UA = 4_840;
  private static final int MQTT = 8_883;

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
      Device engineer = plant.serverFor(DeviceKind.ENGINEERING, plc);
      poll(plant.panelOf(plc), plc, panelPeriod());
      poll(plant.serverFor(DeviceKind.HISTORIAN, plc), plc, ARCHIVE_PERIOD);
      watch(engineer, plc);
      reprogram(engineer, plc);
    }
    for (Device rtu : plant.all(DeviceKind.RTU)) {
      if (rtu.number() % 3 == 2) {
        pollDnp3(plant.serverFor(DeviceKind.OPC_SERVER, rtu), rtu);
      } else {
        poll(plant.panelOf(rtu), rtu, 2 * panelPeriod());
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

  private double panelPeriod() {
    return PANEL_PERIODS[dice.below(PANEL_PERIODS.length)];
  }

  /** One block of registers, always the same one, read again and again. */
  private void poll(Device master, Device controller, double period) {
    Modbus modbus = Modbus.of(master.address(), controller);
    int function = dice.chance(0.8) ? Modbus.READ_HOLDING : Modbus.READ_INPUT;
    long address = 100L * dice.below(20);
    long quantity = dice.pick(8, 16, 32, 64, 120);
    schedule.add(
        POLLING,
        Timing.every(period, JITTER),
        1,
        (at, dice, wire) -> wire.send(
            dice.chance(0.0005)
                ? Conversation.unanswered(at, dice, modbus.route(), 3_000_000, 3)
                : modbus.read(at, dice, function, address, quantity)));
  }

  private void pollDnp3(Device master, Device station) {
    Route route = Route.of(master, station, DNP3, "dnp3");
    IcsMessage read = new IcsMessage("dnp3", 1 + station.number(), 1, false, null, null, null);
    schedule.add(POLLING, Timing.every(5, JITTER), 1, (at, dice, wire) -> {
      long micros = dice.size(40_000, 0.5);
      wire.send(
          Conversation.tcp(at, dice, route, micros, 27, dice.size(180, 0.3)).ics(read));
    });
  }

  /** Diagnostics of the engineering tool that stays open all day. */
  private void watch(Device engineer, Device plc) {
    Modbus modbus = Modbus.of(engineer.address(), plc);
    schedule.add(
        MACHINES,
        Timing.every(dice.between(40.0, 80.0), 0.05),
        1,
        (at, dice, wire) -> wire.send(modbus.read(at, dice, Modbus.READ_HOLDING, 9_000, 10)));
  }

  /** A change of program or parameters: a few writes within some minutes; each station twice a working day. */
  private void reprogram(Device engineer, Device plc) {
    Modbus modbus = Modbus.of(engineer.address(), plc);
    double each = plant.all(DeviceKind.PLC).size()
        / (double) plant.all(DeviceKind.ENGINEERING).size();
    schedule.add(SELDOM, Timing.byPeopleEvery(12 * 3_600 * each), 9, (at, dice, wire) -> {
      long when = at;
      for (int left = dice.between(3, 15); left > 0; left--) {
        wire.later(
            when,
            dice,
            (then, d, w) -> w.send(modbus.write(
                then,
                d,
                d.chance(0.6) ? Modbus.WRITE_SEVERAL : Modbus.WRITE_ONE,
                400 + d.below(40),
                d.below(1_000))));
        when += (long) dice.exponential(12 * Timing.SECOND);
      }
    });
  }

  /** An operator changes a set point of one of the panel's own controllers; recipes do so by themselves. */
  private void operate(Device panel) {
    List<Modbus> own = plant.all(DeviceKind.PLC).stream()
        .filter(plc -> plant.panelOf(plc).equals(panel))
        .map(plc -> Modbus.of(panel.address(), plc))
        .toList();
    if (own.isEmpty()) {
      return;
    }
    schedule.add(
        MACHINES,
        Timing.onAverageEvery(dice.between(90.0, 300.0)),
        1,
        (at, dice, wire) -> wire.send(
            setPoint(at, dice, own, dice.chance(0.8) ? Modbus.WRITE_ONE : Modbus.WRITE_SEVERAL)));
    schedule.add(
        PEOPLE,
        Timing.byPeopleEvery(600),
        1,
        (at, dice, wire) -> wire.send(setPoint(at, dice, own, Modbus.WRITE_ONE)));
  }

  private static FlowBuilder setPoint(long at, Dice dice, List<Modbus> own, int function) {
    return dice.pick(own).write(at, dice, function, 40_000 + dice.below(8), 20 + dice.below(60));
  }

  /** Subscriptions: long connections that are renewed, and short reads between. */
  private void readOpc(Device client, Device server) {
    Route route = Route.of(client, server, OPC_UA, "opc-ua");
    schedule.add(
        MACHINES,
        Timing.every(10, JITTER),
        1,
        (at, dice, wire) -> wire.send(opc(at, dice, route, dice.size(60_000, 0.5), 1)));
    schedule.add(
        SELDOM,
        Timing.every(dice.between(1_200.0, 3_600.0), 0.1),
        1,
        (at, dice, wire) -> wire.send(opc(at, dice, route, dice.size(1_800e6, 0.4), 400)));
  }

  private static FlowBuilder opc(long at, Dice dice, Route route, long micros, long messages) {
    long out = messages * dice.size(350, 0.2);
    return Conversation.tcp(at, dice, route, micros, out, messages * dice.size(1_400, 0.3));
  }

  /** Field telemetry over a connection that is kept alive for long; reported when it is renewed. */
  private void publish(Device rtu, Device broker) {
    Route route = Route.of(rtu, broker, MQTT, "mqtt");
    double period = dice.between(120.0, 600.0);
    schedule.add(MACHINES, Timing.every(period, 0.03), 1, (at, dice, wire) -> {
      long micros = (long) (period * 0.97 * Timing.SECOND);
      long out = (long) (period * dice.between(18.0, 22.0));
      wire.send(Conversation.tcp(at, dice, route, micros, out, out / 8 + 40));
    });
  }
}
