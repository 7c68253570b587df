using NodaTime;

namespace Nscp.Reviews.Evidence;

/// <summary>The one door between NodaTime and PostgreSQL: Npgsql reads and writes <c>timestamptz</c> as <see cref="long"/> and <c>date</c> as <see cref="int"/>, counted from 1 January 2000.</summary>
public static class SqlTime
{
    const int TicksPerMicrosecond = 10;
    static readonly long Epoch = Instant.FromUtc(2000, 1, 1, 0, 0).ToUnixTimeTicks();
    static readonly LocalDate EpochDate = new(2000, 1, 1);

    /// <summary>Microseconds since 2000-01-01T00:00Z; what is finer than a microsecond is cut off towards the past.</summary>
    public static long ToSql(Instant instant)
    {
        var (microseconds, rest) = Math.DivRem(instant.ToUnixTimeTicks() - Epoch, TicksPerMicrosecond);
        return rest < 0 ? microseconds - 1 : microseconds;
    }

    /// <summary>Days since 2000-01-01.</summary>
    public static int ToSql(LocalDate date) => Period.DaysBetween(EpochDate, date);

    /// <summary>From microseconds since 2000-01-01T00:00Z, as read by <c>GetFieldValue&lt;long&gt;</c>.</summary>
    /// <exception cref="OverflowException">PostgreSQL's infinity.</exception>
    public static Instant ToInstant(long microseconds) => Instant.FromUnixTimeTicks(checked((microseconds * TicksPerMicrosecond) + Epoch));

    /// <summary>From days since 2000-01-01, as read by <c>GetFieldValue&lt;int&gt;</c>.</summary>
    public static LocalDate ToDate(int days) => EpochDate.PlusDays(days);

    /// <summary>The same instant without what is finer than a microsecond: what the store keeps.</summary>
    public static Instant Truncate(Instant instant) => ToInstant(ToSql(instant));

    internal static Instant WholeMicroseconds(Instant instant) =>
        Truncate(instant) == instant ? instant : throw new ArgumentException($"{instant} is not in whole microseconds.", nameof(instant));
}
