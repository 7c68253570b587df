namespace Nscp.Reviews.Domain.Plans;

/// <summary>The timetables by which rapid reviews are planned: one for everybody, and those of partnerships that have their own.</summary>
public sealed class RapidReviewTimetables
{
    readonly RapidReviewTimetable usual;
    readonly IReadOnlyList<RapidReviewTimetable> own;

    RapidReviewTimetables(RapidReviewTimetable usual, IReadOnlyList<RapidReviewTimetable> own) => (this.usual, this.own) = (usual, own);

    /// <summary>Those that this version of the project ships.</summary>
    public static RapidReviewTimetables Shipped { get; } = OfShipped(TimetableFile.Read(EmbeddedData.Bytes("rapid-review-timetables.json")));

    public RapidReviewTimetable For(OrganisationCode partnership) => own.FirstOrDefault(timetable => timetable.Partnership == partnership) ?? usual;

    /// <summary>These and the partnerships' own of one deployment (the same format), which take the place of shipped ones of the same partnership.</summary>
    /// <exception cref="InvalidTimetableException">
    /// The file cannot be read, or a timetable in it cannot hold; the message names it. Also when one names no partnership of the register.
    /// </exception>
    public RapidReviewTimetables With(ReadOnlySpan<byte> own, OrganisationRegister register)
    {
        var timetables = TimetableFile.Read(own);
        var known = register.All.Where(o => o.Kind == OrganisationKind.Partnership).Select(o => o.Code).ToList();
        foreach (var timetable in timetables)
            if (timetable.Partnership is not { } code || !known.Contains(code))
                throw new InvalidTimetableException($"Timetable “{timetable.Title}”: write \"partnership\" with one of {string.Join(", ", known)}.");
        return new(usual, [.. timetables, .. this.own]);
    }

    static RapidReviewTimetables OfShipped(IReadOnlyList<RapidReviewTimetable> all) =>
        new(all.Single(timetable => timetable.Partnership is null), [.. all.Where(timetable => timetable.Partnership is not null)]);
}
