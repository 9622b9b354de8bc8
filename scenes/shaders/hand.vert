// Rounded rods between points that are told each frame: hands, and what they hold.
uniform vec3 points[26];
in vec4 p3d_Vertex;  // on the unit sphere, its poles along the rod
in vec4 ends;        // which two points, and the thickness at each, metres
in vec2 p3d_MultiTexCoord0; // x: 0 at the first point, 1 at the second
out vec3 place;
out vec3 facing;
out vec3 eye;

void main() {
    vec3 a = points[int(ends.x + 0.5)], b = points[int(ends.y + 0.5)];
    vec3 rod = b - a;
    float size = length(rod);
    vec3 ahead = size > 1e-5 ? rod / size : vec3(0.0, 0.0, 1.0);
    vec3 up = abs(ahead.z) < 0.9 ? vec3(0.0, 0.0, 1.0) : vec3(1.0, 0.0, 0.0);
    vec3 side = normalize(cross(up, ahead));
    vec3 n = p3d_Vertex.xyz;
    float part = p3d_MultiTexCoord0.x;
    facing = side * n.x + cross(ahead, side) * n.y + ahead * n.z;
    place = mix(a, b, part) + facing * mix(ends.z, ends.w, part);
    gl_Position = seen_of_model(vec4(place, 1.0));
    eye = eye_in_world();
}
