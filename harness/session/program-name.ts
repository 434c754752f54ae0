/** How the program is called where a command is to be typed. */
export const programName = "scripts/crashpoint";
