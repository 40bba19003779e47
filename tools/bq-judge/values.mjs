/**
 * Types and values between the two sides of the engine. A type is a name of BigQuery's ("STRING", "INT64", "FLOAT64",
 * "BOOL", "DATE", "TIMESTAMP", "NUMERIC"), `{array: type}` or `{struct: [{name, type}]}`. A value is what BigQuery's
 * REST protocol would send: text for whole numbers and days, microseconds since 1970 as text for instants; null is null.
 */
const KINDS = {
  BOOL: "TYPE_BOOL",
  INT64: "TYPE_INT64",
  FLOAT64: "TYPE_DOUBLE",
  STRING: "TYPE_STRING",
  DATE: "TYPE_DATE",
  TIMESTAMP: "TYPE_TIMESTAMP",
  JSON: "TYPE_JSON",
  NUMERIC: "TYPE_NUMERIC",
  BIGNUMERIC: "TYPE_BIGNUMERIC",
  BYTES: "TYPE_BYTES",
  DATETIME: "TYPE_DATETIME",
  TIME: "TYPE_TIME",
  INTERVAL: "TYPE_INTERVAL",
};
const NAMES = Object.fromEntries(Object.entries(KINDS).map(([name, kind]) => [kind, name]));
const MS_PER_DAY = 86_400_000;
const MICROS_PER_SECOND = 1_000_000n;

export function typeProto(type) {
  if (typeof type === "string") {
    if (KINDS[type] === undefined) throw new Error(`the type ${type} is not known here`);
    return { typeKind: KINDS[type] };
  }
  if (type.array !== undefined) return { typeKind: "TYPE_ARRAY", arrayType: { elementType: typeProto(type.array) } };
  const field = type.struct.map(({ name, type: of }) => ({ fieldName: name, fieldType: typeProto(of) }));
  return { typeKind: "TYPE_STRUCT", structType: { field } };
}

export function typeOf({ typeKind, arrayType, structType }) {
  if (arrayType) return { array: typeOf(arrayType.elementType) };
  if (structType)
    return {
      struct: structType.field.map(({ fieldName, fieldType }) => ({ name: fieldName, type: typeOf(fieldType) })),
    };
  return NAMES[typeKind] ?? typeKind;
}

function instantProto(value) {
  const micros = /^-?\d+$/.test(value) ? BigInt(value) : BigInt(instantMs(value)) * 1000n;
  const seconds = micros / MICROS_PER_SECOND - (micros % MICROS_PER_SECOND < 0n ? 1n : 0n);
  return { seconds: String(seconds), nanos: Number(micros - seconds * MICROS_PER_SECOND) * 1000 };
}

function instantMs(text) {
  const ms = Date.parse(/Z$|[+-]\d\d:?\d\d$/.test(text) ? text : `${text.replace(" ", "T")}Z`);
  if (Number.isNaN(ms)) throw new Error(`"${text}" is not an instant`);
  return ms;
}

const WRITERS = {
  BOOL: (value) => ({ boolValue: value === true || value === "true" }),
  INT64: (value) => ({ int64Value: String(value) }),
  FLOAT64: (value) => ({ doubleValue: Number(value) }),
  STRING: (value) => ({ stringValue: String(value) }),
  DATE: (value) => ({ dateValue: Date.parse(`${value}T00:00:00Z`) / MS_PER_DAY }),
  TIMESTAMP: (value) => ({ timestampValue: instantProto(String(value)) }),
};

export function valueProto(value, type) {
  if (value === null || value === undefined) return {};
  if (typeof type === "string") {
    const write = WRITERS[type];
    if (write === undefined) throw new Error(`a value of the type ${type} cannot be bound here`);
    return write(value);
  }
  if (type.array !== undefined) return { arrayValue: { element: value.map((one) => valueProto(one, type.array)) } };
  return { structValue: { field: type.struct.map(({ type: of }, index) => valueProto(value[index], of)) } };
}

const READERS = {
  BOOL: ({ boolValue }) => boolValue,
  INT64: ({ int64Value }) => String(int64Value),
  FLOAT64: ({ doubleValue }) => (Number.isFinite(doubleValue) ? doubleValue : String(doubleValue)),
  STRING: ({ stringValue }) => stringValue,
  DATE: ({ dateValue }) => new Date(dateValue * MS_PER_DAY).toISOString().slice(0, 10),
  TIMESTAMP: ({ timestampValue: { seconds, nanos } }) =>
    String(BigInt(seconds) * MICROS_PER_SECOND + BigInt(Math.trunc((nanos ?? 0) / 1000))),
};

export function valueOf(proto, type) {
  if (proto.value === undefined || proto.value === null) return null;
  if (typeof type === "string") {
    const read = READERS[type];
    if (read === undefined) throw new Error(`a value of the type ${JSON.stringify(type)} cannot be read here`);
    return read(proto);
  }
  if (type.array !== undefined) return (proto.arrayValue.element ?? []).map((one) => valueOf(one, type.array));
  return type.struct.map(({ type: of }, index) => valueOf(proto.structValue.field[index], of));
}
