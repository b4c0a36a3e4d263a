package io.fedics.ingest.simulate.domain;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The machines of one site, their addresses and who works there; the same for the same seed and size. */
final class Plant {
  /** Fewer would leave zones empty. */
  static final int LEAST_DEVICES = 40;

  /** More would not fit the control zone's addresses. */
  static final int MOST_DEVICES = 6_000;

  final PlantSite site;
  final int network;
  final Internet internet;
  private final Map<DeviceKind, List<Device>> devices = new EnumMap<>(DeviceKind.class);
  private final Map<Zone, Integer> lastHost = new EnumMap<>(Zone.class);
  private final Map<String, Device> byAddress = new HashMap<>();
  private final Dice addressing;

  /**
   * @param network second octet of the site's addresses, 10.NETWORK.0.0/16
   * @param size number of devices, within {@link #LEAST_DEVICES} and {@link #MOST_DEVICES}
   */
  Plant(PlantSite site, int network, int size, Dice dice) {
    this.site = site;
    this.network = network;
    this.internet = new Internet(dice.of("internet"), size);
    this.addressing = dice.of("addresses");
    int left = size;
    for (DeviceKind kind : DeviceKind.values()) {
      int count = kind == DeviceKind.OFFICE_PC ? Math.max(4, left) : kind.countOf(size);
      left -= count;
      devices.put(kind, new ArrayList<>(count));
      for (int i = 0; i < count; i++) {
        install(kind);
      }
    }
  }

  /** Number of devices that suits a rate: a plant four times as busy has twice the devices. */
  static int sizeFor(double rate) {
    int size = (int) Math.round(16 * StrictMath.sqrt(rate));
    return Math.clamp(size, LEAST_DEVICES, MOST_DEVICES);
  }

  /** Puts one more device into the plant, at the next free address of its zone. */
  Device install(DeviceKind kind) {
    List<Device> list = devices.get(kind);
    if (list == null) {
      throw new IllegalStateException("no " + kind);
    }
    Device device = new Device(nextAddress(kind.zone()), kind, list.size());
    list.add(device);
    byAddress.put(device.address(), device);
    return device;
  }

  /** Addresses rise with gaps of up to three; the last octet stays within 10 and 250. */
  private String nextAddress(Zone zone) {
    int host = lastHost.merge(zone, addressing.between(1, 4), Integer::sum);
    int third = zone.thirdOctet + host / 241 % zone.networks;
    return "10." + network + "." + third + "." + (10 + host % 241);
  }

  /** Devices of a kind, at least one of each. */
  List<Device> all(DeviceKind kind) {
    return List.copyOf(devices.getOrDefault(kind, List.of()));
  }

  List<Device> all() {
    var all = new ArrayList<Device>();
    devices.values().forEach(all::addAll);
    return all;
  }

  /** Devices of several kinds. */
  List<Device> all(DeviceKind... kinds) {
    var all = new ArrayList<Device>();
    for (DeviceKind kind : kinds) {
      all.addAll(all(kind));
    }
    return all;
  }

  /** Empty when no device has this address. */
  Optional<Device> device(String address) {
    return Optional.ofNullable(byAddress.get(address));
  }

  /** Address of a machine that somebody may have taken over: seven times in ten an office PC. */
  String insider(Dice dice) {
    return dice.pick(all(dice.chance(0.7) ? DeviceKind.OFFICE_PC : DeviceKind.ENGINEERING))
        .address();
  }

  /** Machines that can be reached from the Internet. */
  List<Device> exposed() {
    return all(DeviceKind.WEB_SERVER, DeviceKind.MAIL_SERVER, DeviceKind.JUMP_HOST);
  }

  static List<Device> without(List<Device> list, String address) {
    return list.stream().filter(device -> !device.address().equals(address)).toList();
  }

  Device first(DeviceKind kind) {
    return all(kind).getFirst();
  }

  /** A server of a kind that this device uses, always the same one. */
  Device serverFor(DeviceKind kind, Device client) {
    List<Device> servers = all(kind);
    return servers.get(client.number() % servers.size());
  }

  /** The operator panel that watches over a controller. */
  Device panelOf(Device controller) {
    return serverFor(DeviceKind.HMI, controller);
  }

  /** Who usually sits at a machine; accounts belong to one site. */
  String accountOf(Device device) {
    String stem =
        switch (device.kind()) {
          case OFFICE_PC -> "user";
          case ENGINEERING -> "eng";
          case HMI -> "operator";
          default -> "svc";
        };
    return stem + device.number() + "." + site.name();
  }

  /** Every address of the /24 networks that a zone uses, one network at a time, used or not. */
  List<String> addressesOf(Zone zone) {
    int last = lastHost.getOrDefault(zone, 0) / 241;
    var addresses = new ArrayList<String>();
    for (int third = 0; third <= Math.min(last, zone.networks - 1); third++) {
      for (int host = 1; host < 255; host++) {
        addresses.add("10." + network + "." + (zone.thirdOctet + third) + "." + host);
      }
    }
    return addresses;
  }
}
