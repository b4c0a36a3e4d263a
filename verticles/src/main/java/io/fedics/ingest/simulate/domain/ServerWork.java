package io.fedics.ingest.simulate.domain;

import static io.fedics.ingest.simulate.domain.Schedule.Group.MACHINES;
import static io.fedics.ingest.simulate.domain.Schedule.Group.SELDOM;

import io.fedics.shared.event.FlowBuilder;
import java.util.List;

/** What servers do for everybody: names and time from outside, mail, patches, backups, the partner's data. */
final class ServerWork {
  private static final int BACKUP_PARTS = 4;
  private static final long BETWEEN_PARTS = 240 * Timing.SECOND;

  private final Plant plant;
  private final Internet internet;
  private final Schedule schedule;
  private final Dice dice;

  ServerWork(Plant plant, Schedule schedule, Dice dice) {
    this.plant = plant;
    this.internet = plant.internet;
    this.schedule = schedule;
    this.dice = dice;
  }

  void add() {
    plant.all(DeviceKind.DIRECTORY).forEach(this::askOutside);
    loadPatches(plant.first(DeviceKind.PATCH_SERVER));
    mail(plant.first(DeviceKind.MAIL_SERVER));
    backups(plant.first(DeviceKind.BACKUP_SERVER));
    uploadToPartner(plant.first(DeviceKind.HISTORIAN));
    forgottenServer(plant.all(DeviceKind.OFFICE_PC).get(1));
  }

  private void askOutside(Device server) {
    schedule.add(
        MACHINES,
        Timing.onAverageEvery(20),
        1,
        (at, dice, wire) -> wire.send(
            MachineWork.dns(at, dice, Route.of(server, dice.pick(internet.resolvers), 53, "dns"))));
    Route clock = Route.of(server, dice.pick(internet.timeServers), 123, "ntp");
    schedule.add(
        MACHINES,
        Timing.every(256, 0.01),
        1,
        (at, dice, wire) ->
            wire.send(Conversation.udp(at, dice, clock, dice.size(18_000, 0.3), 48, 48)));
  }

  private void loadPatches(Device server) {
    schedule.add(SELDOM, Timing.every(4 * 3_600, 0.05), 6, (at, dice, wire) -> {
      for (int i = 0; i < 6; i++) {
        Route route = Route.of(server, dice.pickPopular(internet.updateServers), 443, "ssl");
        wire.send(Conversation.tcp(
            at, dice, route, dice.size(20e6, 1), dice.size(9_000, 0.5), dice.size(40e6, 1.2)));
      }
    });
  }

  private void mail(Device server) {
    schedule.add(
        MACHINES,
        Timing.onAverageEvery(60),
        1,
        (at, dice, wire) ->
            wire.send(letter(at, dice, dice.pick(internet.mailServers), server.address())));
    schedule.add(
        MACHINES,
        Timing.onAverageEvery(90),
        1,
        (at, dice, wire) ->
            wire.send(letter(at, dice, server.address(), dice.pick(internet.mailServers))));
  }

  private static FlowBuilder letter(long at, Dice dice, String from, String to) {
    Route route = new Route(from, to, 25, "smtp");
    return Conversation.tcp(
        at, dice, route, dice.size(1.5e6, 0.8), dice.size(30_000, 1.4), dice.size(700, 0.3));
  }

  /** Every night, large, to the same server. */
  private void backups(Device server) {
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
      boolean large =
          client.kind() == DeviceKind.HISTORIAN || client.kind() == DeviceKind.FILE_SERVER;
      double part = (large ? 8e9 : dice.logBetween(0.3e9, 3e9)) / BACKUP_PARTS;
      Route route = Route.of(client, server, 445, "smb");
      schedule.add(
          SELDOM, Timing.daily(dice.between(1.0, 3.0), 4), BACKUP_PARTS, (at, dice, wire) -> {
            for (int i = 0; i < BACKUP_PARTS; i++) {
              wire.later(
                  at + i * BETWEEN_PARTS,
                  dice,
                  (then, d, w) -> w.send(Conversation.tcp(
                      then, d, route, d.size(200e6, 0.2), d.size(part, 0.15), d.size(2e6, 0.3))));
            }
          });
    }
  }

  /** The historian's data for the parent company: large, legitimate, several times an hour. */
  private void uploadToPartner(Device historian) {
    Route route = Route.of(historian, internet.partner, 443, "ssl");
    schedule.add(
        SELDOM,
        Timing.every(1_200, 0.1),
        1,
        (at, dice, wire) -> wire.send(Conversation.tcp(
            at, dice, route, dice.size(25e6, 0.4), dice.size(60e6, 0.5), dice.size(90_000, 0.4))));
  }

  /** A program that still looks for a server that was switched off long ago. */
  private void forgottenServer(Device client) {
    Route route = Route.of(client, "10." + plant.network + ".79.9", 445, "smb");
    schedule.add(
        MACHINES,
        Timing.every(300, 0.05),
        1,
        (at, dice, wire) -> wire.send(Conversation.unanswered(at, dice, route, 21_000_000, 3)));
  }
}
