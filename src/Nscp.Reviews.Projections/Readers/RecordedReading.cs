namespace Nscp.Reviews.Projections;

/// <summary>Who read, as their token said at the time.</summary>
/// <param name="Role">By which permissions are given, such as <c>development-manager</c>.</param>
/// <param name="DisplayRole">As people call it.</param>
public sealed record Reader(string Id, string Name, string Role, string DisplayRole, OrganisationCode Organisation);

/// <summary>One reading of a case's content that was answered. It holds nothing of what was read.</summary>
/// <param name="At">By the host's clock, before the answer left.</param>
/// <param name="Reading">What was read: case, history, clocks, explanation.</param>
/// <param name="Details">Which part of it or how, by the names of the address: the clock, the order.</param>
/// <param name="Purpose">Why, where the reader said so.</param>
public sealed record RecordedReading(Instant At, Reader By, string Reading, IReadOnlyDictionary<string, string> Details, string? Purpose, string CorrelationId);
