package io.fedics.ingest.simulate.domain;

import static io.fedics.ingest.simulate.domain.Schedule.Group.MACHINES;
import static io.fedics.ingest.simulate.domain.Schedule.Group.SELDOM;

import java.util.List;

/** What servers do for everybody: names and time from outside, mail, patches, backups, the partner's data. */
final class ServerWork {
  private static final double MEGABYTE = 1e6;

  private final Plant plant;
  private final Schedule schedule;
  private final Dice dice;

  ServerWork(Plant plant, Schedule schedule, Dice dice) {
    this.plant = plant;
    this.schedule = schedule;
    this.dice = dice;
  }

  void add() {
    infrastructure();
    backups();
    partnerUpload();
    forgottenServer();
  }

  /** The servers that talk to the outside for everybody. */
  private void infrastructure() {
    Internet internet = plant.internet;
    for (Device server : plant.all(DeviceKind.DIRECTORY)) {
      schedule.add(
          MACHINES,
          Timing.onAverageEvery(20),
          1,
          (at, dice, wire) -> wire.send(
              MachineWork.dns(at, dice, server.address(), dice.pick(internet.resolvers))));
      String clock = dice.pick(internet.timeServers);
      schedule.add(
          MACHINES,
          Timing.every(256, 0.01),
          1,
          (at, dice, wire) -> wire.send(Conversation.udp(
              at, dice, server.address(), clock, 123, "ntp", dice.size(18_000, 0.3), 48, 48)));
    }
    Device patches = plant.first(DeviceKind.PATCH_SERVER);
    schedule.add(SELDOM, Timing.every(4 * 3_600, 0.05), 6, (at, dice, wire) -> {
      for (int i = 0; i < 6; i++) {
        wire.send(Conversation.tcp(
            at,
            dice,
            patches.address(),
            dice.pickPopular(internet.updateServers),
            443,
            "ssl",
            dice.size(20 * 1e6, 1),
            dice.size(9_000, 0.5),
            dice.size(40 * MEGABYTE, 1.2)));
      }
    });
    Device mail = plant.first(DeviceKind.MAIL_SERVER);
    schedule.add(
        MACHINES,
        Timing.onAverageEvery(60),
        1,
        (at, dice, wire) -> wire.send(Conversation.tcp(
            at,
            dice,
            dice.pick(internet.mailServers),
            mail.address(),
            25,
            "smtp",
            dice.size(1.5e6, 0.8),
            dice.size(30_000, 1.4),
            dice.size(700, 0.3))));
    schedule.add(
        MACHINES,
        Timing.onAverageEvery(90),
        1,
        (at, dice, wire) -> wire.send(Conversation.tcp(
            at,
            dice,
            mail.address(),
            dice.pick(internet.mailServers),
            25,
            "smtp",
            dice.size(1.5e6, 0.8),
            dice.size(30_000, 1.4),
            dice.size(700, 0.3))));
  }

  /** Every night, large, to the same server. */
  private void backups() {
    Device server = plant.first(DeviceKind.BACKUP_SERVER);
    List<Device> clients = plant.all(
        DeviceKind.HISTORIAN,
        DeviceKind.OPC_SERVER,
        DeviceKind.ENGINEERING,
        DeviceKind.HMI,
        DeviceKind.FILE_SERVER,
        DeviceKind.DIRECTORY,
        DeviceKind.MAIL_SERVER,
        DeviceKind.BROKER,
        DeviceKind.WEB_SERVER);
    for (Device client : clients) {
      double hour = 1 + 2.0 * dice.unit();
      double gigabytes =
          client.kind() == DeviceKind.HISTORIAN || client.kind() == DeviceKind.FILE_SERVER
              ? 8
              : dice.logBetween(0.3, 3);
      schedule.add(SELDOM, Timing.daily(hour, 4), 4, (at, dice, wire) -> {
        for (int part = 0; part < 4; part++) {
          wire.later(
              at + part * 240L * Timing.SECOND,
              dice,
              (then, d, w) -> w.send(Conversation.tcp(
                  then,
                  d,
                  client.address(),
                  server.address(),
                  445,
                  "smb",
                  d.size(200 * 1e6, 0.2),
                  d.size(gigabytes / 4 * 1e9, 0.15),
                  d.size(2e6, 0.3))));
        }
      });
    }
  }

  /** The historian's data for the parent company: large, legitimate, several times an hour. */
  private void partnerUpload() {
    Device historian = plant.first(DeviceKind.HISTORIAN);
    schedule.add(
        SELDOM,
        Timing.every(1_200, 0.1),
        1,
        (at, dice, wire) -> wire.send(Conversation.tcp(
            at,
            dice,
            historian.address(),
            plant.internet.partner,
            443,
            "ssl",
            dice.size(25 * 1e6, 0.4),
            dice.size(60 * MEGABYTE, 0.5),
            dice.size(90_000, 0.4))));
  }

  /** A program that still looks for a server that was switched off long ago. */
  private void forgottenServer() {
    Device client = plant.all(DeviceKind.OFFICE_PC).get(1);
    String gone = "10." + plant.network + ".79.9";
    schedule.add(
        MACHINES,
        Timing.every(300, 0.05),
        1,
        (at, dice, wire) -> wire.send(
            Conversation.unanswered(at, dice, client.address(), gone, 445, 21_000_000, 3)));
  }
}
