/** Code page 850 from 0x80 on: what mtools and dosfslabel take short names to be written in. */
const upperHalf =
  "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐" +
  "└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0";

const lowerCaseBase = 0x08;
const lowerCaseExtension = 0x10;

/**
 * The name in the first 11 bytes of a directory entry, with the case that Windows NT keeps in
 * `caseFlags` (byte 12): `README.TXT`, `readme.TXT`.
 */
export function decodeShortName(bytes: Buffer, caseFlags: number): string {
  const raw = Buffer.from(bytes.subarray(0, 11));
  // 0xE5 at the start would mark the entry as deleted, so such a name is stored with 0x05.
  if (raw[0] === 0x05) raw[0] = 0xe5;
  const base = decodePadded(raw.subarray(0, 8));
  const extension = decodePadded(raw.subarray(8));
  const shownBase = (caseFlags & lowerCaseBase) === 0 ? base : base.toLowerCase();
  const lower = (caseFlags & lowerCaseExtension) !== 0;
  const shownExtension = lower ? extension.toLowerCase() : extension;
  return shownExtension === "" ? shownBase : `${shownBase}.${shownExtension}`;
}

/** A volume label: 11 bytes in code page 850, padded with spaces. `NO NAME` stands for none. */
export function decodeLabel(bytes: Buffer): string {
  const label = decodePadded(bytes.subarray(0, 11));
  return label === "NO NAME" ? "" : label;
}

/** The sum over a short name that its long name's entries carry. fatgen103, "ChkSum". */
export function shortNameSum(bytes: Buffer): number {
  let sum = 0;
  for (const byte of bytes.subarray(0, 11)) sum = (((sum & 1) << 7) + (sum >> 1) + byte) & 0xff;
  return sum;
}

function decodePadded(bytes: Buffer): string {
  const units = Array.from(bytes, (byte) =>
    byte < 0x80 ? String.fromCharCode(byte) : upperHalf.charAt(byte - 0x80),
  );
  return units.join("").replace(/ +$/, "");
}
