// Moments around which dates are tested, in milliseconds.

({
  date_1899_end: Date.UTC(1900, 0) - 1,
  date_1900_start: Date.UTC(1900, 0),
  date_1969_end: -1,
  date_1970_start: 0,
  date_1999_end: Date.UTC(2000, 0) - 1,
  date_2000_start: Date.UTC(2000, 0),
  date_2099_end: Date.UTC(2100, 0) - 1,
  date_2100_start: Date.UTC(2100, 0),
  start_of_time: -8.64e15,
  end_of_time: 8.64e15,
});
