package io.fedics.ingest.simulate.domain;

import io.fedics.shared.event.FlowBuilder;
import java.util.ArrayList;
import java.util.List;

/** Looking for open ports and for hosts. */
final class Scans {
  private static final int PORTS = 65_535;
  private static final double JITTER = 0.3;

  /** Remote access, web, files and industrial protocols (S7, Modbus, OPC UA, VNC, DNP3, EtherNet/IP). */
  private static final int[] SWEPT = {
    22, 23, 80, 102, 443, 445, 502, 3_389, 4_840, 5_900, 20_000, 44_818
  };

  private final Target target;
  private final Plant plant;
  private final Choices choices;
  private final Dice dice;

  Scans(Target target, Choices choices) {
    this.target = target;
    this.plant = target.plant();
    this.choices = choices;
    this.dice = choices.dice();
  }

  Campaign vertical() {
    double rate = choices.number("rate", 5, 200);
    int ports = choices.count("ports", 80, 1_000);
    return ports(new Pace(rate, ports, JITTER));
  }

  Campaign horizontal() {
    double rate = choices.number("rate", 2, 100);
    int hosts = choices.count("hosts", 30, 250);
    return hosts(new Pace(rate, hosts, JITTER));
  }

  /** One a second or slower; three in four look for ports, the others for hosts. */
  Campaign slow() {
    boolean forPorts = dice.chance(0.75);
    double rate = choices.number("rate", 0.1, 1);
    if (choices.has("hosts") || (!forPorts && !choices.has("ports"))) {
      return hosts(new Pace(rate, choices.count("hosts", 60, 250), JITTER));
    }
    return ports(new Pace(rate, choices.count("ports", 80, 300), JITTER));
  }

  private Campaign ports(Pace pace) {
    boolean inside = dice.chance(0.7);
    String attacker =
        choices.text("attacker", inside ? plant.insider(dice) : Internet.address(dice));
    List<Device> candidates = inside
        ? plant.all(
            DeviceKind.PLC,
            DeviceKind.HMI,
            DeviceKind.RTU,
            DeviceKind.HISTORIAN,
            DeviceKind.OPC_SERVER,
            DeviceKind.ENGINEERING,
            DeviceKind.FILE_SERVER)
        : plant.exposed();
    String victim = choices.device("victim", Plant.without(candidates, attacker));
    boolean filtered = dice.chance(0.3);
    int from = dice.chance(0.5) ? 1 : dice.between(1, 20_000);
    int stride = dice.pick(1, 1, 7_919, 15_013, 31_337); // none divides 65,535: every port once
    return new Campaign(target.wire(), choices, attacker, pace, (at, n, campaign) -> {
      int port = 1 + (int) ((from - 1 + n * stride) % PORTS);
      probe(at, campaign, new Route(attacker, victim, port, ""), filtered);
    });
  }

  private Campaign hosts(Pace pace) {
    String attacker = choices.text("attacker", plant.insider(dice));
    int port = choices.oneOf("port", SWEPT);
    var addresses = new ArrayList<>(plant.addressesOf(dice.pick(List.of(Zone.values()))));
    addresses.remove(attacker);
    int from = dice.below(addresses.size());
    return new Campaign(target.wire(), choices, attacker, pace, (at, n, campaign) -> {
      String victim = addresses.get((int) ((from + n) % addresses.size()));
      boolean exists = plant.device(victim).isPresent();
      probe(at, campaign, new Route(attacker, victim, port, ""), !exists);
    });
  }

  /** An open port greets, a closed one refuses, a silent one says nothing. */
  private void probe(long at, Campaign campaign, Route route, boolean silent) {
    Dice d = campaign.dice();
    boolean open =
        plant.device(route.to()).map(v -> v.kind().serves(route.port())).orElse(false);
    FlowBuilder closed =
        silent ? Conversation.unanswered(at, d, route, 0, 1) : Conversation.refused(at, d, route);
    campaign.strike(
        at,
        route.to(),
        open ? Conversation.reset(at, d, route, d.size(3_000, 0.8), 0, d.below(60)) : closed);
  }
}
