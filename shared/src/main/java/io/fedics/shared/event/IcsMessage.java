package io.fedics.shared.event;

import org.jspecify.annotations.Nullable;

/**
 * What a flow asked of a controller.
 *
 * @param protocol {@code modbus}, {@code dnp3}, {@code opc-ua} …
 * @param unit unit or station number
 * @param function function code of the protocol
 * @param write whether the function changes the controller
 * @param address first register or object
 * @param quantity how many registers or objects
 * @param value first value written
 */
public record IcsMessage(
    String protocol,
    @Nullable Integer unit,
    @Nullable Integer function,
    boolean write,
    @Nullable Long address,
    @Nullable Long quantity,
    @Nullable Double value) {}
