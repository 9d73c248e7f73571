/**
 * Where leases are recorded: on this machine ({@link
 * dev.portmanager.core.registry.MachineRegistry}), or in this JVM where the machine has no place
 * for that ({@link dev.portmanager.core.registry.JvmRegistry}).
 */
@NullMarked
package dev.portmanager.core.registry;

import org.jspecify.annotations.NullMarked;
