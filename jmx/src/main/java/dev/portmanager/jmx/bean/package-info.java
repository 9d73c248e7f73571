/** The beans: their attributes, operations, notifications and registration. */
@NullMarked
package dev.portmanager.jmx.bean;

import org.jspecify.annotations.NullMarked;
